-- States of a recording: recording, stopped (its two sides are to be merged), stored (ready), failed, deleting (its
-- deletion is decided and cannot be undone) and deleted. A recording with an open row in recording_hold is held.
alter table recording
    -- Null on recordings made before.
    add column number_id uuid,
    add column caller_ref text,
    -- Two rows of levels, caller then agent, a byte each.
    add column peaks bytea,
    add column deleted_at timestamptz;

update recording r
set number_id = (c.snapshot ->> 'numberId')::uuid, caller_ref = c.snapshot ->> 'callerRef'
from call c where c.call_id = r.call_id;

create index recording_call on recording (call_id);
create index recording_caller on recording (caller_ref) where state <> 'deleted';
create index recording_kept on recording (started_at) where state in ('stored', 'failed');
create index recording_deleting on recording (recording_id) where state = 'deleting';

-- How long recordings are kept, of a dialled number or of a queue; a number's rule goes before that of a queue.
create table retention_rule (
    rule_id uuid primary key,
    number_id uuid unique,
    queue_id uuid unique,
    days integer not null check (days between 1 and 36500),
    check ((number_id is null) <> (queue_id is null))
);

-- Legal holds, those in force and those lifted.
create table recording_hold (
    hold_id bigint generated always as identity primary key,
    recording_id uuid not null references recording,
    reason text not null,
    held_by text not null,
    held_at timestamptz not null,
    lift_reason text,
    lifted_by text,
    lifted_at timestamptz
);
create unique index recording_hold_open on recording_hold (recording_id) where lifted_at is null;
create index recording_hold_recording on recording_hold (recording_id);

-- Who listened to what.
create table recording_hearing (
    hearing_id bigint generated always as identity primary key,
    recording_id uuid not null references recording,
    heard_by text not null,
    heard_at timestamptz not null,
    -- wav or ogg
    format text not null,
    from_byte bigint not null,
    to_byte bigint not null,
    from_ms bigint,
    to_ms bigint
);
create index recording_hearing_recording on recording_hearing (recording_id, hearing_id desc);

-- Orders to delete what is kept of a customer. An order stands: what was on its way or held goes later.
create table recording_deletion_order (
    order_id uuid primary key,
    caller_ref text not null,
    reason text not null,
    ordered_by text not null,
    ordered_at timestamptz not null
);
create index recording_deletion_order_caller on recording_deletion_order (caller_ref);

-- The proof: what was deleted, when, on whose order. Kept for ever, and without anything that was said.
create table recording_deletion (
    recording_id uuid primary key references recording,
    -- Null: the time of keeping was over.
    order_id uuid references recording_deletion_order,
    -- Of what was there; null for a recording that had failed.
    sha256 text,
    bytes bigint,
    decided_at timestamptz not null,
    deleted_at timestamptz
);
create index recording_deletion_by_order on recording_deletion (order_id);

-- One comparison of rows and files a night; the night's row is taken by the replica that does it.
create table recording_check (
    night date primary key,
    began_at timestamptz not null,
    ended_at timestamptz,
    recordings bigint,
    files bigint,
    missing bigint,
    orphaned bigint,
    -- The first of them.
    missing_ids uuid[] not null default '{}',
    orphaned_names text[] not null default '{}'
);
