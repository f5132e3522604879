-- Customers who want to be called back.
create table callback (
    callback_id uuid primary key,
    -- Personal data: the number to dial. Goes with its row.
    e164 text not null,
    caller_ref text not null,
    -- The number of ours that they dialled, and which they are shown.
    number_id uuid not null,
    queue_id uuid not null,
    -- The call in which it was asked for.
    call_id uuid,
    language text not null,
    skills text[] not null default '{}',
    priority integer not null,
    -- The place kept in the queue.
    queued_at timestamptz not null,
    not_before_at timestamptz,
    not_after_at timestamptz,
    requested_at timestamptz not null,
    withdrawn_at timestamptz,
    -- As in CallbackEnded.
    outcome text,
    ended_at timestamptz
);
create index callback_ended on callback (ended_at) where ended_at is not null;

-- The callback for which a call was made. One at a time: never do two phones ring for one callback.
alter table call add column callback_id uuid;
create unique index call_callback on call (callback_id) where callback_id is not null and ended_at is null;
