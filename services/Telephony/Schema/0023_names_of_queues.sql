-- What people see of a queue: Routing says its name with each change.
create table queue_name (
    queue_id uuid primary key,
    name text not null
);
