const METHODS = ['get', 'post', 'put', 'delete'];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function resolve(contract, node) {
  if (!node?.$ref) return node;
  const path = node.$ref.slice(2).split('/');
  const { $ref: _, ...beside } = node;
  return { ...path.reduce((at, step) => at[step], contract), ...beside };
}

/** A schema in a few words: its type, what it may be, what it means. */
function words(contract, given) {
  const schema = resolve(contract, given);
  if (schema.oneOf) return schema.oneOf.map((one) => words(contract, one)).join(' or ');
  const type = [schema.type ?? 'anything'].flat().join(' or ');
  const of = schema.items ? ` of ${words(contract, schema.items)}` : '';
  const range =
    schema.minimum === undefined ? '' : ` from ${schema.minimum} to ${schema.maximum ?? 'any'}`;
  const usual = schema.default === undefined ? '' : `, usually ${schema.default}`;
  const choice = schema.enum ? `: ${schema.enum.filter((one) => one !== null).join(', ')}` : '';
  const meaning = schema.description && !schema.enum ? `; ${schema.description}` : '';
  return `${type}${of}${range}${usual}${choice}${meaning}`;
}

function table(rows) {
  const body = element('tbody');
  for (const [name, needed, text] of rows) {
    body.append(
      element(
        'tr',
        {},
        element('td', {}, element('code', {}, name), needed ? ' (required)' : ''),
        element('td', { class: 'faint' }, text),
      ),
    );
  }
  return element('table', {}, body);
}

function fields(contract, given) {
  const schema = resolve(contract, given);
  const required = new Set(schema.required ?? []);
  return table(
    Object.entries(schema.properties ?? {}).map(([name, one]) => [
      name,
      required.has(name),
      words(contract, one),
    ]),
  );
}

function answer(contract, status, given) {
  const response = resolve(contract, given);
  const content = Object.values(response.content ?? {})[0];
  const schema = content ? resolve(contract, content.schema) : null;
  const data = schema?.properties?.data ? resolve(contract, schema.properties.data) : null;
  const item = data?.type === 'array' ? resolve(contract, data.items) : data;
  const made = element('div', {}, element('h4', {}, `${status}`), element('p', {}, response.description));
  if (item?.properties && Number(status) < 300) {
    if (data !== item) made.append(element('p', { class: 'faint' }, 'A list of:'));
    made.append(fields(contract, item));
  }
  return made;
}

function call(contract, path, method, operation) {
  const open = operation.security?.length === 0;
  const made = element(
    'section',
    { class: 'call', id: operation.operationId },
    element('h3', {}, element('span', { class: 'method' }, method.toUpperCase()), path),
    element('p', {}, operation.summary, element('span', { class: 'faint' }, open ? ' · no token' : '')),
  );
  if (operation.description) made.append(element('p', {}, operation.description));
  const parameters = (operation.parameters ?? []).map((one) => resolve(contract, one));
  if (parameters.length > 0) {
    made.append(
      element('h4', {}, 'Parameters'),
      table(
        parameters.map((one) => [
          one.name,
          one.required,
          [words(contract, one.schema), one.description].filter(Boolean).join('. '),
        ]),
      ),
    );
  }
  const body = operation.requestBody?.content?.['application/json'];
  if (body) {
    made.append(element('h4', {}, 'Body'), fields(contract, body.schema));
    if (body.example) made.append(element('pre', {}, JSON.stringify(body.example, null, 2)));
  }
  const failures = [];
  for (const [status, response] of Object.entries(operation.responses)) {
    if (Number(status) < 300) made.append(answer(contract, status, response));
    else failures.push(status);
  }
  made.append(element('p', { class: 'faint' }, `Refused with ${failures.join(', ')}.`));
  return made;
}

function render(contract) {
  const reference = document.getElementById('reference');
  const contents = document.getElementById('contents');
  reference.replaceChildren(element('p', {}, contract.info.description));
  for (const tag of contract.tags) {
    reference.append(element('h2', {}, tag.name), element('p', { class: 'faint' }, tag.description));
    contents.append(element('h4', {}, tag.name));
    for (const [path, methods] of Object.entries(contract.paths)) {
      for (const method of METHODS.filter((one) => methods[one]?.tags.includes(tag.name))) {
        reference.append(call(contract, path, method, methods[method]));
        contents.append(
          element(
            'a',
            { href: `#${methods[method].operationId}` },
            element('span', { class: 'method' }, method.toUpperCase()),
            path,
          ),
        );
      }
    }
  }
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

try {
  const response = await fetch('/openapi');
  render(await response.json());
} catch (failure) {
  document.getElementById('state').textContent = `The contract could not be read: ${failure.message}`;
}
