-- How good the line of a leg was, counted by the switch; one row a leg, however often the switch tells it.
create table leg_line (
    leg text primary key,
    call_id uuid not null references call on delete cascade,
    -- caller, agent or other
    role text not null,
    assignment_id uuid,
    received_packets bigint not null,
    received_lost bigint not null,
    received_jitter_ms numeric not null,
    sent_packets bigint not null,
    sent_lost bigint not null,
    sent_jitter_ms numeric not null,
    round_trip_ms numeric,
    received_mos numeric not null,
    sent_mos numeric,
    ended_at timestamptz not null
);
create index leg_line_call on leg_line (call_id);
