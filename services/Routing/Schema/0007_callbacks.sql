-- Customers who are to be called back. The number is Telephony's alone.
create table callback (
  callback_id uuid primary key,
  queue_id uuid not null,
  caller_ref text not null,
  language text not null,
  skills text[] not null default '{}',
  priority integer not null,
  -- The place kept: when the customer first entered the queue.
  queued_at timestamptz not null,
  not_before_at timestamptz,
  not_after_at timestamptz,
  requested_at timestamptz not null,
  -- The call in which it was asked for: nobody is dialled before that has ended.
  asked_in_call_id uuid,
  -- waiting (for its turn), dialling, answered (the customer is on the line) or ended
  state text not null check (state in ('waiting', 'dialling', 'answered', 'ended')),
  -- The last call that was made for it.
  call_id uuid,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  dial_until_at timestamptz,
  -- reached, lost, failed, withdrawn, expired or joined
  outcome text,
  -- The earlier callback of the same customer that this one has joined.
  joined_id uuid,
  ended_at timestamptz,
  traceparent text,
  changed_at timestamptz not null
);

-- A customer waits once for a callback of a queue, whatever the code believes.
create unique index callback_one_per_caller on callback (caller_ref, queue_id) where state <> 'ended';
create index callback_ended on callback (ended_at) where state = 'ended';

-- How often a customer was dialled, and what came of it.
create table callback_attempt (
  callback_id uuid not null references callback on delete cascade,
  attempt integer not null,
  call_id uuid not null,
  decided_at timestamptz not null,
  dial_until_at timestamptz not null,
  -- answered, busy, no-answer, rejected, unreachable, failed or unheard; absent while it is dialled
  result text,
  result_at timestamptz,
  primary key (callback_id, attempt)
);

-- The callback that led to a call.
alter table waiting_call add column callback_id uuid;
