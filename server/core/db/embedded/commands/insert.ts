import { answer, type Command, listOption, namespaceOf } from './request.ts';
import { runStatements } from './write-errors.ts';

export const insert: Command = {
  options: ['documents', 'ordered', 'bypassDocumentValidation'],
  async run(request, { catalog, documents, writes }) {
    const namespace = namespaceOf(request);
    const raw = request.sequences.get('documents');
    const list = raw === undefined ? listOption(request, 'documents') : [];
    const result = await writes.run(() => {
      const collection = catalog.open(namespace);
      let n = 0;
      const errors = runStatements(raw?.length ?? list.length, request.body.ordered !== false, (index) => {
        const bytes = raw?.[index];
        const document = list[index];
        if (bytes !== undefined) documents.insertRaw(collection, bytes);
        else if (document !== undefined) documents.insert(collection, document);
        n++;
      });
      return { n, ...errors };
    });
    return answer(result);
  },
};
