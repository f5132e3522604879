-- A recording to be analysed: the work that is left, and what became of it.
create table analysis (
  recording_id uuid primary key,
  call_id uuid not null,
  assignment_id uuid not null,
  agent_id uuid not null,
  queue_id uuid,
  sha256 text not null,
  -- W3C trace context of the call: what is found out later belongs to the same trace.
  traceparent text,
  state text not null check (state in ('pending', 'done', 'failed')),
  attempts integer not null default 0,
  -- Not before this instant: the pause after a failure, or the lease of whoever is at it.
  due_at timestamptz not null,
  reason text,
  added_at timestamptz not null,
  changed_at timestamptz not null
);

create index analysis_due on analysis (due_at) where state = 'pending';
create index analysis_call on analysis (call_id);

-- A version of an evaluation form is never changed; a better form is a new version.
create table evaluation_form (
  form_id uuid not null,
  version integer not null,
  name text not null,
  -- [{name, weight, items: [{name, measure, weight, points: [[value, score]], fatal}]}]
  sections jsonb not null,
  active boolean not null,
  added_at timestamptz not null,
  primary key (form_id, version)
);

create unique index evaluation_form_active on evaluation_form (form_id) where active;

create table evaluation (
  evaluation_id uuid primary key,
  call_id uuid not null,
  recording_id uuid not null,
  agent_id uuid not null,
  queue_id uuid,
  form_id uuid not null,
  form_version integer not null,
  form text not null,
  -- Names the way of measuring, so that two results can be compared.
  engine text not null,
  -- 0 to 100 without regard to fatal items; absent when nothing was applicable.
  raw_score numeric,
  -- The same, or 0 where a fatal item failed.
  score numeric,
  -- What was measured, the intervals it rests on, and each item with its score or why it is not applicable.
  measures jsonb not null,
  items jsonb not null,
  evaluated_at timestamptz not null,
  foreign key (form_id, form_version) references evaluation_form (form_id, version)
);

-- One evaluation of a recording by a version of a form, however often the work is done.
create unique index evaluation_once on evaluation (recording_id, form_id, form_version);
create index evaluation_call on evaluation (call_id, evaluated_at);

-- The first form: what can be heard without understanding a word.
insert into evaluation_form (form_id, version, name, active, added_at, sections) values (
  '01890000-0000-7000-8000-000000000001', 1, 'Manner of talking', true, '2026-01-01T00:00:00Z',
  '[
    {"name": "Listening", "weight": 60, "items": [
      {"name": "Leaves the caller room to speak", "measure": "agent-talk-share", "weight": 40,
       "points": [[0.05, 0], [0.25, 1], [0.7, 1], [0.95, 0]]},
      {"name": "Does not interrupt", "measure": "agent-interruptions-per-minute", "weight": 40,
       "points": [[0, 1], [0.5, 1], [3, 0]]},
      {"name": "Does not talk over the caller", "measure": "overlap-share", "weight": 20,
       "points": [[0.1, 1], [0.5, 0]]}
    ]},
    {"name": "Pace", "weight": 40, "items": [
      {"name": "Keeps the talk going", "measure": "silence-share", "weight": 50,
       "points": [[0.25, 1], [0.7, 0]]},
      {"name": "Leaves no long silence", "measure": "longest-silence-ms", "weight": 50,
       "points": [[10000, 1], [40000, 0]]}
    ]}
  ]');
