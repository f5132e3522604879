-- When the call came to its present queue; queued_at is its place and stays when it moves.
alter table waiting_call add column entered_at timestamptz default now();
update waiting_call set entered_at = queued_at;

-- How many calls stand in a queue, and which of them came before or since an instant.
create index waiting_call_queue on waiting_call (queue_id, entered_at) where state in ('waiting', 'assigned');

-- Until when the surge of the queue's plan is on.
alter table queue add column surge_until_at timestamptz;

-- Who switched a surge on and off, and when.
create table surge (
  surge_id uuid primary key,
  queue_id uuid not null,
  started_at timestamptz not null,
  started_by text not null,
  until_at timestamptz not null,
  ended_at timestamptz,
  -- Absent where it ended by itself.
  ended_by text
);
create unique index surge_one_per_queue on surge (queue_id) where ended_at is null;
create index surge_queue on surge (queue_id, started_at);

-- Overflow rules that hold, each by its own words: a changed rule is another one. All replicas see the same.
create table overflow (
  queue_id uuid not null,
  rule text not null,
  active_at timestamptz not null,
  primary key (queue_id, rule)
);

-- Calls that left a queue without an agent: for another queue, or because none would take them.
create table call_move (
  move_id uuid primary key,
  call_id uuid not null,
  moved_at timestamptz not null,
  from_queue_id uuid not null,
  to_queue_id uuid,
  reason text not null
);
create index call_move_call on call_move (call_id, moved_at);
create index call_move_moved on call_move (moved_at);
