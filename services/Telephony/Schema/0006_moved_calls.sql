-- An order may say that the call waits in another queue: the one it has left, beside queue_id, where it is now.
alter table call_order add column from_queue_id uuid;
