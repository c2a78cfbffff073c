import { splitPipeline } from '../aggregate/head.ts';
import { unsupported } from '../errors.ts';
import { type Query, runPlan } from '../query/find.ts';
import { choosePlan, type Plan } from '../query/plan.ts';
import { type Document, isDocument } from '../values/document.ts';
import { answer, type Command, hintOf, queryOf, type Request } from './request.ts';

/** Says which index a query uses and how much it reads; in the main as MongoDB words it. */
export const explain: Command = {
  options: ['verbosity'],
  run(request, context) {
    const inner = isDocument(request.body.explain) ? request.body.explain : {};
    const [name = ''] = Object.keys(inner);
    const query = queryOfCommand(name, inner, request);
    const collection = context.catalog.get(`${request.database}.${String(inner[name])}`);
    if (collection === undefined) return answer({ queryPlanner: { winningPlan: { stage: 'EOF' } } });
    const plan = choosePlan(collection, query.filter, query.sort, query.hint);
    const counts = { keys: 0, documents: 0 };
    let nReturned = 0;
    for (const _ of runPlan(context, collection, query, plan, counts)) nReturned++;
    return answer({
      queryPlanner: { namespace: collection.namespace, winningPlan: describe(plan) },
      executionStats: { nReturned, totalKeysExamined: counts.keys, totalDocsExamined: counts.documents },
    });
  },
};

function queryOfCommand(name: string, body: Document, { surroundings }: Request): Query {
  switch (name) {
    case 'find':
      return queryOf(body, 'filter', surroundings);
    case 'count':
      return queryOf(body, 'query', surroundings);
    case 'aggregate': {
      const stages = Array.isArray(body.pipeline) ? body.pipeline : [];
      return splitPipeline({ from: '', filter: {}, hint: hintOf(body.hint) }, stages, surroundings).query;
    }
    default:
      throw unsupported(`explain of ${name}`);
  }
}

function describe(plan: Plan): Document {
  const scansDocuments = plan.index.id === 0 && plan.whole;
  return {
    stage: scansDocuments ? 'COLLSCAN' : 'IXSCAN',
    indexName: plan.index.name,
    direction: plan.descending ? 'backward' : 'forward',
    ranges: plan.ranges.length,
    exact: plan.exact,
    sortedInMemory: !plan.sorted,
  };
}
