-- Numbers that callers dial.
create table number (
    number_id uuid primary key,
    e164 text not null unique,
    queue_id uuid not null,
    language text not null,
    skills text[] not null default '{}',
    priority integer not null default 0,
    greeting text,
    survey boolean not null default false
);

-- One row per call: the snapshot of its state machine.
create table call (
    call_id uuid primary key,
    node text not null,
    phase text not null,
    arrived_at timestamptz not null,
    ended_at timestamptz,
    -- Counts the snapshots: a writer that lost the call to another owner is refused by it.
    version bigint not null,
    -- The state as JSON, without the caller's number.
    snapshot jsonb not null,
    -- Personal data: for the agent's display only.
    caller_number text
);
create index call_live on call (node) where ended_at is null;
create index call_ended on call (ended_at) where ended_at is not null;

-- What Routing ordered for a call, kept until the owner of the call has answered it.
create table call_order (
    order_id bigint generated always as identity primary key,
    call_id uuid not null references call on delete cascade,
    -- assigned, rescinded or not-routable
    kind text not null,
    assignment_id uuid,
    agent_id uuid,
    queue_id uuid,
    ring_until_at timestamptz,
    reason text,
    recorded_at timestamptz not null,
    taken_at timestamptz
);
create index call_order_untaken on call_order (call_id) where taken_at is null;
create index call_order_call on call_order (call_id);

-- One row per Asterisk: which replica of this service owns it. The epoch grows with every change of owner.
create table node (
    name text primary key,
    owner text,
    epoch bigint not null default 0,
    lease_until timestamptz,
    -- When that Asterisk started: after a restart its phones must be pushed again and its calls are lost.
    started_at timestamptz,
    -- The last revision of a phone that was pushed to it.
    phone_revision bigint not null default 0
);

-- Phones of agents. A removed agent leaves the row without account, so that every node forgets the account.
create table phone (
    agent_id uuid primary key,
    number text,
    name text,
    username text,
    -- A random secret of our own making that lives until the next one is made.
    password text,
    revision bigint not null default 0
);
create index phone_by_revision on phone (revision);

-- The counter behind phone.revision: its row lock makes revisions commit in order.
create table phone_revision (value bigint not null);
insert into phone_revision (value) values (0);

-- Where a phone can be reached at present.
create table phone_reachable (
    agent_id uuid not null,
    node text not null,
    primary key (agent_id, node)
);

-- One row per recorded talk, until and after its file lies in the recording store.
create table recording (
    recording_id uuid primary key,
    call_id uuid not null,
    assignment_id uuid not null,
    agent_id uuid not null,
    queue_id uuid not null,
    node text not null,
    -- recording, stopped (to be fetched), stored or failed
    state text not null,
    started_at timestamptz not null,
    stopped_at timestamptz,
    stored_at timestamptz,
    sha256 text,
    bytes bigint,
    duration_ms bigint,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    error text,
    trace_parent text
);
create index recording_to_fetch on recording (next_attempt_at) where state = 'stopped';
