-- How fast each queue moves, and how true its promises were: sums in which the past fades.
create table queue_pace (
  queue_id uuid primary key,
  -- Agents at work who can serve the queue, as last looked at.
  agents integer not null,
  -- Calls that held an agent, for how long in all, and the part of it in which the phone rang.
  served double precision not null,
  served_ms double precision not null,
  ringing_ms double precision not null,
  -- Callers who left, and the time waited by them and by those who were answered.
  "left" double precision not null,
  waited_ms double precision not null,
  -- Promises whose call was answered; what the formula said, what was promised, what happened, how far off.
  promises double precision not null,
  reckoned_ms double precision not null,
  promised_ms double precision not null,
  actual_ms double precision not null,
  error_ms double precision not null,
  -- What a caller who came now would wait; absent while nothing is known.
  new_caller_ms bigint
);

-- What the caller of a waiting call was told last. It goes when the wait is over.
create table call_estimate (
  call_id uuid primary key,
  queue_id uuid not null,
  -- The wait it belongs to: a call that is queued anew is told anew.
  queued_at timestamptz not null,
  position integer not null,
  wait_ms bigint,
  error_ms bigint,
  told_at timestamptz not null,
  -- The first estimate, which is measured against what happens; absent where nothing was known.
  promised_ms bigint,
  reckoned_ms double precision,
  promised_at timestamptz not null
);

-- How far the promises of a queue were off, by the day on which the call was answered (UTC).
create table estimate_day (
  queue_id uuid not null,
  day date not null,
  calls integer not null,
  error_ms bigint not null,
  -- Above zero: callers waited longer than promised.
  bias_ms bigint not null,
  waited_ms bigint not null,
  primary key (queue_id, day)
);

-- One replica looks at a time: whoever moves this instant on.
create table estimate_look (looked_at timestamptz not null);
insert into estimate_look (looked_at) values ('epoch');
