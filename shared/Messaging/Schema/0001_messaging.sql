-- Everything that one service says and hears, beside its own tables and in the same transactions.
create schema if not exists msg;

comment on schema msg is 'Outbox, inbox and event log of the service: see shared/Messaging/README.md';

-- One row per subject: its lock orders the transactions that speak about it, its number makes subjectseq contiguous.
create table msg.subject
(
  subject text   not null primary key,
  seq     bigint not null
) with (fillfactor = 70);

comment on table msg.subject is
  'The last subjectseq given to each subject; kept for ever, so a number is never given twice';

create sequence msg.event_log_id;

create table msg.event_log
(
  day          date        not null default ((clock_timestamp() at time zone 'utc')::date),
  id           bigint      not null default nextval('msg.event_log_id'),
  event_id     uuid        not null,
  subject      text        not null,
  subject_seq  bigint      not null,
  type         text        not null,
  routing_key  text        not null,
  message_type text        not null,
  source       text        not null,
  public       boolean     not null,
  traceparent  text,
  said_at      timestamptz not null,
  body         bytea       not null,
  tx           xid8        not null default pg_current_xact_id(),
  primary key (day, id)
) partition by range (day);

create index event_log_subject on msg.event_log (subject, subject_seq);

comment on table msg.event_log is 'Every event the service said, kept 30 days in day partitions; never updated';
comment on column msg.event_log.tx is
  'Transaction that said it: a feed may read up to the oldest one still running without missing any';

create table msg.event_log_default partition of msg.event_log default;

create table msg.outbox
(
  part       smallint    not null,
  id         bigint      not null,
  day        date        not null,
  subject    text        not null,
  attempts   integer     not null default 0,
  not_before timestamptz,
  last_error text,
  primary key (part, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

create index outbox_held on msg.outbox (part, subject, id) where not_before is not null;

comment on table msg.outbox is
  'Pointers to logged events that the broker has not confirmed yet; a row is deleted by its confirm';

create table msg.outbox_parked
(
  id         bigint      not null,
  day        date        not null,
  subject    text        not null,
  attempts   integer     not null,
  last_error text        not null,
  parked_at  timestamptz not null default clock_timestamp(),
  primary key (day, id)
);

comment on table msg.outbox_parked is
  'Events that the broker refuses for a reason of their own; never deleted by the service itself';

create table msg.inbox
(
  message_id   uuid        not null,
  consumer     text        not null,
  processed_at timestamptz not null default clock_timestamp(),
  primary key (message_id, consumer)
) partition by range (message_id);

create table msg.inbox_default partition of msg.inbox default;

comment on table msg.inbox is
  'Events whose effect is stored; day partitions by the time inside the UUIDv7, kept 45 days';

-- Which of the eight parts relays a subject. A signed remainder, lifted to 0..7.
create function msg.part_of(subject text) returns smallint
  language sql immutable strict parallel safe
  as $$ select (((hashtextextended(subject, 0) % 8) + 8) % 8)::smallint $$;
