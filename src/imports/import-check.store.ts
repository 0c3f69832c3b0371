import type { Invariants } from '../events/verified.js';

export const IMPORT_INVARIANTS: Invariants = {
  file_import: {
    'a lead came in an import that exists': `
      select lead.id from lead left join file_import on file_import.id = lead.import_id
       where lead.import_id is not null and file_import.id is null`,
    'an import has refused as many rows as it says': `
      select file_import.id from file_import
        left join (select import_id, sum(rows) as rows from file_import_refused group by import_id) as refused
          on refused.import_id = file_import.id
       where file_ended_at is null and rejected <> coalesce(refused.rows, 0)`,
    'an import has made at most as many leads as it says': `
      select file_import.id from file_import
        join (select import_id, count(*) as leads from lead where import_id is not null group by import_id) as made
          on made.import_id = file_import.id
       where state in ('done', 'cancelled', 'failed') and taken_by is null and made.leads > created`,
    'a file that has ended keeps nothing': `
      select id from file_import
       where file_ended_at is not null
         and (head is not null or exists (select from file_import_part where import_id = file_import.id)
           or exists (select from file_import_refused where import_id = file_import.id))`,
  },
};
