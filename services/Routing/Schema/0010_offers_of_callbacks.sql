-- Whether the caller of a waiting call has been offered a callback.
alter table call_estimate add column callback_offered boolean not null default false;
