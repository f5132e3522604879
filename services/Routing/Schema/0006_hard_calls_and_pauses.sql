-- Whether the call is expected to be hard on its agent.
alter table waiting_call add column hard boolean not null default false;
create index waiting_call_hard on waiting_call (call_id) where state = 'waiting' and hard;

-- What the agent says of the caller's mood: a fact about the call.
alter table assignment add column mood text check (mood in ('abusive', 'angry'));

-- Calls that were hard on their agent: expected to be, or marked. The load of an agent is worked out from these rows
-- and lies in no other place; only the agent is shown it.
create table hard_call (
  assignment_id uuid primary key,
  call_id uuid not null,
  agent_id uuid not null,
  queue_id uuid not null,
  caller_ref text,
  -- Absent while the call was only expected to be hard.
  mood text check (mood in ('abusive', 'angry')),
  -- The how-manieth call it was since the agent came to work; absent where it was marked after its wrap-up.
  served integer,
  answered_at timestamptz not null
);
create index hard_call_agent on hard_call (agent_id, answered_at);
create index hard_call_caller on hard_call (caller_ref, answered_at) where caller_ref is not null and mood is not null;
create index hard_call_queue on hard_call (queue_id, answered_at);
create index hard_call_answered on hard_call (answered_at);

-- A pause that an agent took after hard calls.
create table agent_pause (
  agent_id uuid not null,
  began_at timestamptz not null,
  until_at timestamptz not null,
  primary key (agent_id, began_at)
);
create index agent_pause_until on agent_pause (until_at);

-- What the care for agents costs: from when a hard call was held beside idle agents until it got one, or ended.
create table held_call (
  call_id uuid not null,
  held_at timestamptz not null,
  queue_id uuid not null,
  -- Agents who could have taken it at that instant, but for the calls they had.
  agents integer not null,
  until_at timestamptz,
  primary key (call_id, held_at)
);
create unique index held_call_open on held_call (call_id) where until_at is null;
create index held_call_queue on held_call (queue_id, held_at);
