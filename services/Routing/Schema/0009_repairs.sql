-- What was found in a state that cannot be, at the last look: what is found again is repaired.
create table suspicion (
  -- agent, call, or waiting (a call beside an eligible idle agent).
  what text not null,
  -- The agent or the call.
  id uuid not null,
  -- The first of the looks that found it without a break.
  seen_at timestamptz not null,
  -- It was repaired or said already, and is found nevertheless.
  told boolean not null default false,
  primary key (what, id)
);

-- One replica looks at a time: whoever moves this instant on.
create table reconcile_look (looked_at timestamptz not null);
insert into reconcile_look (looked_at) values ('-infinity');

-- What was repaired, and what supervisors freed by hand.
create table repair (
  repair_id uuid primary key,
  repaired_at timestamptz not null,
  -- What was found.
  kind text not null,
  -- What was done about it.
  done text not null,
  agent_id uuid,
  call_id uuid,
  assignment_id uuid,
  -- Why and by whom, where it was done by hand.
  reason text,
  repaired_by text
);
create index repair_repaired on repair (repaired_at);

-- What a look asks for: who is busy, which calls are neither waiting nor over.
create index agent_busy on agent (agent_id) where activity <> 'idle';
create index waiting_call_open on waiting_call (changed_at)
  where state in ('assigned', 'answered', 'served', 'gone', 'not-routable');
