-- Who took part in which talk, written with the events that say so: kept longer than calls, so nothing refers to them.
create table supervision (
    supervision_id bigint generated always as identity primary key,
    call_id uuid not null,
    -- By the agent id of their phone.
    supervisor_id uuid not null,
    started_at timestamptz not null,
    -- Each way in which they took part and each agent whom they heard: [{mode, agentId, at}].
    modes jsonb not null,
    -- Absent while they take part.
    ended_at timestamptz,
    reason text
);
-- There is never a second one at a call, whatever is heard twice.
create unique index supervision_live on supervision (call_id) where ended_at is null;
create index supervision_supervisor on supervision (supervisor_id, supervision_id desc);
create index supervision_call on supervision (call_id, supervision_id desc);
create index supervision_over on supervision (ended_at) where ended_at is not null;

-- Calls that come in take a line of their trunk too; they do not count against what we dial in a second.
alter table trunk_leg add column incoming boolean not null default false;
