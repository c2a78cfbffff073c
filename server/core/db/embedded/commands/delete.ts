import { deleteDocuments } from '../storage/change-documents.ts';
import { answer, type Command, checkCollation, listOption, namespaceOf, queryOf } from './request.ts';
import { checkStatement, runStatements } from './write-errors.ts';

export const deleteCommand: Command = {
  options: ['deletes', 'ordered'],
  async run(request, context) {
    const statements = listOption(request, 'deletes');
    const namespace = namespaceOf(request);
    const result = await context.writes.run(() => {
      const collection = context.catalog.get(namespace);
      let n = 0;
      const errors = runStatements(statements.length, request.body.ordered !== false, (index) => {
        const statement = statements[index] ?? {};
        checkStatement('delete.deletes', statement, ['q', 'limit', 'hint', 'collation']);
        checkCollation(statement.collation);
        const query = queryOf(statement, 'q', request.surroundings);
        if (collection !== undefined) n += deleteDocuments(context, collection, query).deleted;
      });
      return { n, ...errors };
    });
    return answer(result);
  },
};
