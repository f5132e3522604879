-- The call of another beside which an agent talks: consulted, in conference, or handed the caller after that. No
-- assignment is made meanwhile.
alter table agent add column aside_call_id uuid;
create index agent_aside on agent (aside_call_id) where aside_call_id is not null;
