-- When the two of a call could not talk: the caller on hold, or the recording silent so that card data could be spoken.
create table pause (
  call_id uuid not null,
  kind text not null check (kind in ('hold', 'card')),
  started_at timestamptz not null,
  -- Absent while it lasts.
  ended_at timestamptz,
  primary key (call_id, kind, started_at)
);

-- The instant of the first sample, by which pauses are found in the recording; absent for work of an older release.
alter table analysis add column started_at timestamptz;

-- A store that is away is no fault of the recording: such attempts are counted apart, and the patience begins anew when
-- somebody orders another try.
alter table analysis add column postponed integer not null default 0;
alter table analysis add column begun_at timestamptz;
