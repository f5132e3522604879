-- Callers whom an agent handed on or gave back: what transfers and first-time-right are counted from.
create table figure_handover (
  call_id uuid not null,
  agent_id uuid not null,
  handed_at timestamptz not null,
  -- queue, agent, number or returned.
  kind text not null,
  to_queue_id uuid,
  to_agent_id uuid,
  primary key (call_id, agent_id, handed_at)
);
create index figure_handover_handed on figure_handover (handed_at);
