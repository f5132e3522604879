create table customer (
  customer_id uuid primary key,
  -- Absent for a caller nobody has named yet.
  name text,
  class text not null,
  known_since timestamptz not null,
  changed_at timestamptz not null
);
comment on table customer is 'Who calls: recognised by reference; a stranger has a reference and no number.';

create table customer_reference (
  caller_ref text primary key,
  customer_id uuid not null references customer on delete cascade,
  -- The number lives here and nowhere else in this service.
  e164 text unique
);
create index customer_reference_customer on customer_reference (customer_id);
comment on table customer_reference is
  'Keyed hashes by which a customer is recognised, with the number where it is known.';

-- What is known of a call. Facts come from several services in any order; each column is filled by whoever knows it.
create table call_fact (
  call_id uuid primary key,
  number_id uuid,
  language text,
  caller_ref text,
  customer_id uuid references customer on delete set null,
  queue_id uuid,
  agent_id uuid,
  arrived_at timestamptz,
  queued_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  cause text,
  abandoned boolean,
  disposition text,
  evaluation_id uuid,
  evaluation_score numeric(5, 2)
);
create index call_fact_customer on call_fact (customer_id, arrived_at desc) where customer_id is not null;

create table survey_answer (
  call_id uuid not null references call_fact,
  question text not null,
  score integer not null,
  agent_id uuid,
  queue_id uuid,
  answered_at timestamptz not null,
  primary key (call_id, question)
);

create table department (
  department_id uuid primary key,
  name text not null,
  -- How fast it has committed itself to act on a complaint.
  commitment_ms bigint not null check (commitment_ms > 0),
  is_default boolean not null,
  changed_at timestamptz not null
);
create unique index department_one_default on department (is_default) where is_default;

create table department_duty (
  department_id uuid not null references department,
  -- At least one of the two: a row answers for a queue, for a reason, or for that reason in that queue.
  queue_id uuid,
  reason text,
  check (queue_id is not null or reason is not null)
);
create unique index department_duty_one_owner on department_duty (queue_id, reason) nulls not distinct;
create index department_duty_department on department_duty (department_id);
comment on table department_duty is
  'Which department answers for which queue and reason; the default one for the rest.';

-- There is always somebody to own a complaint. It can be renamed, and another can become the default.
insert into department (department_id, name, commitment_ms, is_default, changed_at)
values ('00000000-0000-7000-8000-000000000001', 'Customer care', 28800000, true, now());

create table complaint (
  complaint_id uuid primary key,
  call_id uuid not null references call_fact,
  customer_id uuid references customer on delete set null,
  department_id uuid not null references department,
  state text not null check (state in ('open', 'closed')),
  reason text not null,
  queue_id uuid,
  agent_id uuid,
  raised_at timestamptz not null,
  -- The two clocks: the promise to the customer, and the commitment of the department.
  promise_due_at timestamptz not null,
  commitment_due_at timestamptz not null
);
create unique index complaint_one_open_per_call on complaint (call_id) where state = 'open';
create index complaint_customer on complaint (customer_id);

create table complaint_source (
  complaint_id uuid not null references complaint,
  source text not null check (source in ('survey', 'evaluation', 'agent', 'customer')),
  -- What it came from: the question, the evaluation, the report. The same one is never added twice.
  origin text not null,
  reason text not null,
  score numeric(5, 2),
  reported_by uuid,
  note text,
  at timestamptz not null,
  primary key (complaint_id, source, origin)
);
