-- Agents: what they chose (status) is kept apart from what they are doing (activity).
create table agent (
  agent_id uuid primary key,
  number text not null,
  name text not null,
  skills text[] not null,
  status text not null check (status in ('available', 'break', 'offline')),
  activity text not null check (activity in ('idle', 'reserved', 'ringing', 'talking', 'wrap-up')),
  -- The call of that activity.
  call_id uuid,
  -- Since when the agent has been ready without a call: the longest idle is served first.
  ready_at timestamptz not null,
  phone_online boolean not null default false,
  phone_changed_at timestamptz,
  -- Last time the phone was found unreachable; it holds until the phone registers after this instant.
  unreachable_at timestamptz,
  added_at timestamptz not null,
  removed_at timestamptz
);

create unique index agent_number_key on agent (number) where removed_at is null;

-- The matcher's first question: who is ready?
create index agent_ready on agent (ready_at)
  where status = 'available' and activity = 'idle' and phone_online and removed_at is null;

create table queue (
  queue_id uuid primary key,
  name text not null,
  skills text[] not null,
  open boolean not null,
  ring_ms integer not null,
  wrap_up_ms integer not null,
  changed_at timestamptz not null
);

-- A call as Routing sees it. The row outlives the wait, so that a late fact finds what has already happened.
create table waiting_call (
  call_id uuid primary key,
  state text not null check (state in ('waiting', 'assigned', 'answered', 'served', 'gone', 'not-routable', 'ended')),
  -- Absent while all that is known of the call is its end.
  queue_id uuid,
  queued_at timestamptz,
  priority integer not null default 0,
  skills text[] not null default '{}',
  caller_ref text,
  language text,
  -- W3C trace context of the call: what is decided later belongs to the same trace.
  traceparent text,
  -- Why nobody gets the call: reason to number of agents, as last considered, and since when it is so.
  reasons jsonb,
  reasons_at timestamptz,
  changed_at timestamptz not null
);

create index waiting_call_order on waiting_call (priority desc, queued_at, call_id) where state = 'waiting';
create index waiting_call_ended on waiting_call (changed_at) where state = 'ended';

create table assignment (
  assignment_id uuid primary key,
  call_id uuid not null,
  agent_id uuid not null,
  queue_id uuid not null,
  state text not null check (state in ('pending', 'accepted', 'declined', 'expired', 'rescinded', 'completed')),
  assigned_at timestamptz not null,
  -- Telephony alone ends ringing, at this instant.
  ring_until_at timestamptz not null,
  -- When Routing repairs what it has not heard the end of.
  lease_until_at timestamptz,
  answered_at timestamptz,
  released_at timestamptz,
  wrap_up_until_at timestamptz,
  ended_at timestamptz,
  reason text,
  disposition text
);

-- One agent has one assignment at a time, and one call has one: whatever the code believes.
create unique index assignment_one_per_agent on assignment (agent_id) where state in ('pending', 'accepted');
create unique index assignment_one_per_call on assignment (call_id)
  where state in ('pending', 'accepted') and released_at is null;

create index assignment_call on assignment (call_id);
create index assignment_due on assignment ((least(lease_until_at, wrap_up_until_at)))
  where state in ('pending', 'accepted');
create index assignment_ended on assignment (ended_at) where ended_at is not null;
