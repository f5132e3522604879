-- Levels of the skills, in their order: 1 knows it, 5 is expert. Missing levels are 3.
alter table agent add column levels smallint[] not null default '{}';
alter table agent add column team text;
alter table agent add column site text;
-- RFC 5646 tags; an agent of 'zh' serves 'zh-CN'.
alter table agent add column languages text[] not null default '{}';
-- Calls answered since the agent last came to work: the policy of fewest calls.
alter table agent add column calls_served integer not null default 0;
-- Last reservation: the policy of the round.
alter table agent add column assigned_at timestamptz;

-- How the queue's calls find their agents: policy, score, steps, preferences, kept classes.
alter table queue add column plan_json jsonb not null default '{}';

-- The step of the plan that holds for the call, and until when it and the rank do.
alter table waiting_call add column step integer not null default 0;
alter table waiting_call add column place_until_at timestamptz;
-- Lower is served first within a bucket: what of the score does not change while the call waits.
alter table waiting_call add column rank double precision not null default 0;
-- Calls of one bucket want the same of their agent.
alter table waiting_call add column bucket text not null default '';
-- The agent who should get it if they come free in time, and why: preferred, last or owner.
alter table waiting_call add column preferred_agent_id uuid;
alter table waiting_call add column preferred_as text;
alter table waiting_call add column preferred_until_at timestamptz;
-- The value class of the caller when the call was queued.
alter table waiting_call add column customer_class text;

-- Calls that waited during the change are found in the bucket '' by their priority.
update waiting_call set rank = -priority where state = 'waiting';

drop index waiting_call_order;
-- The matcher's second question: the first few of every bucket.
create index waiting_call_bucket on waiting_call (bucket, rank, queued_at, call_id) where state = 'waiting';
create index waiting_call_place on waiting_call (place_until_at)
  where state = 'waiting' and place_until_at is not null;
create index waiting_call_preferred on waiting_call (preferred_agent_id)
  where state = 'waiting' and preferred_agent_id is not null;

-- What Feedback says of the callers it knows.
create table customer_class (
  caller_ref text primary key,
  customer_id uuid not null,
  class text not null,
  changed_at timestamptz not null
);
create index customer_class_customer on customer_class (customer_id);

-- Who talked with a caller last.
create table last_agent (
  caller_ref text primary key,
  agent_id uuid not null,
  talked_at timestamptz not null
);
create index last_agent_talked on last_agent (talked_at);

-- Why an agent got a call, or nobody did: one row per assignment, and one per call and step that found nobody.
create table decision (
  decision_id uuid primary key,
  decided_at timestamptz not null,
  call_id uuid not null,
  queue_id uuid not null,
  step integer not null,
  policy text not null,
  -- The winner and the reservation; absent where nobody got the call.
  agent_id uuid,
  assignment_id uuid,
  -- Scores, candidates, and the reasons that removed the others.
  trace jsonb not null
);
create index decision_call on decision (call_id, decided_at);
create index decision_decided on decision (decided_at);
create unique index decision_nobody on decision (call_id, step) where agent_id is null;

-- The refusals of the last half minute, among all that ended in it.
create index assignment_refused on assignment (ended_at) where state in ('declined', 'expired');
