// @ts-check
/**
 * Our own lint rule: a Cypher statement is a constant, and values go in as parameters.
 *
 * A statement that is put together from values is how injection begins, and what Neo4j has to plan anew each time.
 */

const CYPHER = /\b(MATCH|MERGE|UNWIND|DETACH|RETURN|FOREACH|CALL|SET|DELETE|CREATE)\s+[({[$:\w]/;
const RUNS = new Set(["run", "executeQuery"]);
const MESSAGE =
  "Cypher is never put together: write one constant statement, and pass values as $parameters.";

/** @param {any} node */
function isConstant(node) {
  if (node.type === "Literal") return true;
  if (node.type === "TemplateLiteral") return node.expressions.length === 0;
  // A constant that is named like one: its own text is looked at where it is written.
  return node.type === "Identifier" && /^[A-Z][A-Z0-9_]*$/.test(node.name);
}

/** @param {any} callee */
function nameOf(callee) {
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && !callee.computed ? callee.property.name : undefined;
}

/** @param {any} node */
function textOf(node) {
  if (node.type === "Literal") return String(node.value);
  if (node.type === "TemplateLiteral")
    return node.quasis.map((/** @type {any} */ part) => part.value.raw).join(" ");
  return "";
}

const neverInterpolated = {
  meta: {
    type: "problem",
    docs: { description: "forbids Cypher that is put together from values" },
  },
  /** @param {any} context */
  create(context) {
    return {
      /** @param {any} node */
      TemplateLiteral(node) {
        if (node.expressions.length > 0 && CYPHER.test(textOf(node)))
          context.report({ node, message: MESSAGE });
      },
      /** @param {any} node */
      BinaryExpression(node) {
        if (node.operator !== "+") return;
        const sides = [node.left, node.right];
        if (sides.some((side) => CYPHER.test(textOf(side))))
          context.report({ node, message: MESSAGE });
      },
      /** @param {any} node */
      CallExpression(node) {
        const [statement] = node.arguments;
        if (!RUNS.has(nameOf(node.callee)) || !statement || isConstant(statement)) return;
        context.report({ node: statement, message: MESSAGE });
      },
    };
  },
};

export default {
  meta: { name: "depmap" },
  rules: { "cypher-is-constant": neverInterpolated },
};
