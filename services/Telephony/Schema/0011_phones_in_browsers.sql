-- What an agent's phone is: each log-in chooses.
alter table phone add column kind text not null default 'sip' check (kind in ('sip', 'browser'));

-- What agents' browsers measured of microphone, codecs and network before their first call.
create table device_check (
    check_id uuid primary key,
    agent_id uuid not null,
    passed boolean not null,
    -- What was measured and what was wrong with it, as it was posted and judged.
    evidence jsonb not null,
    checked_at timestamptz not null
);
create index device_check_agent on device_check (agent_id, checked_at);

-- The live call of an agent.
create index call_live_agent on call ((snapshot #>> '{assignment,agentId}')) where ended_at is null;
create index call_live_third on call ((snapshot #>> '{third,agentId}')) where ended_at is null;
