-- What figures are made of: the events that Routing heard and said, kept in the transaction that heard or said them.
create table figure_event (
  -- Of one subject's events the order of the ids is that of the commits.
  id bigint generated always as identity primary key,
  event_id uuid not null,
  type text not null,
  subject text not null,
  body bytea not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- Whether the tables below hold it already.
  folded boolean not null default false
);
create index figure_event_pending on figure_event (id) where not folded;
create index figure_event_recorded on figure_event using brin (recorded_at);

-- The stay of a call in a queue. A row can be made anew from the events at any time.
create table figure_visit (
  call_id uuid not null,
  queue_id uuid not null,
  -- What the events say, whatever the order in which they came.
  queued_at timestamptz,
  answered_at timestamptz,
  not_routable_at timestamptz,
  went_on_at timestamptz,
  went_on_reason text,
  ended_at timestamptz,
  ended_queue_id uuid,
  end_cause text,
  abandoned boolean,
  -- What follows from them: when and how the call left the queue, and how long it had waited.
  left_at timestamptz,
  outcome text check (outcome in ('answered', 'abandoned', 'callback', 'moved', 'ended', 'not-routable')),
  wait_ms bigint
);
create index figure_visit_call on figure_visit (call_id);
create index figure_visit_left on figure_visit (left_at);
create index figure_visit_queued on figure_visit (queued_at);

-- A call offered to an agent, from the reservation to the end of the wrap-up.
create table figure_offer (
  assignment_id uuid primary key,
  call_id uuid not null,
  agent_id uuid not null,
  queue_id uuid,
  offered_at timestamptz,
  answered_at timestamptz,
  declined_at timestamptz,
  decline_reason text,
  rescinded_at timestamptz,
  rescind_reason text,
  released_at timestamptz,
  talk_ms bigint,
  finished_at timestamptz,
  wrap_up_ms bigint,
  -- What follows: answered, refused, caller-gone or withdrawn, and when that was known.
  outcome text check (outcome in ('answered', 'refused', 'caller-gone', 'withdrawn')),
  decided_at timestamptz
);
create index figure_offer_decided on figure_offer (decided_at);
create index figure_offer_finished on figure_offer (finished_at);

-- What an agent was doing, without gaps: a span ends where the next begins.
create table figure_activity (
  agent_id uuid not null,
  since_at timestamptz not null,
  -- The event that began it.
  id bigint not null,
  until_at timestamptz,
  status text not null,
  activity text not null,
  call_id uuid,
  primary key (agent_id, since_at, id)
);
create index figure_activity_since on figure_activity (since_at);

-- How often the tables above were brought up to date: who shows figures sees by it that there are new ones.
create table figure_fold (
  only_row boolean primary key default true check (only_row),
  folds bigint not null
);
insert into figure_fold (folds) values (0);
