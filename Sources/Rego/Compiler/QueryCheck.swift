/// A query, resolved, put in order and held against the types of the rules: what the planner needs.
struct QueryCheck {
  let body: Body
  /// Variables of the query itself, in the order of their first use.
  let variables: [Variable]

  init(_ query: Body, modules: CompiledModules) throws(SourceFault) {
    var environment = Environment(functions: modules.functions)
    environment.reservesRoots = false
    var resolver = Resolver(environment: environment)
    let (resolved, variables) = resolver.resolve(query: query)
    if let fault = resolver.faults.first { throw fault }
    let functions = FunctionTable(modules.groups)
    var calls = CallCheck(functions: functions)
    calls.check(resolved)
    if let fault = calls.faults.first { throw fault }
    var safety = SafetyCheck(functions: functions)
    body = safety.order(query: resolved)
    if let fault = safety.faults.first { throw fault }
    var inference = TypeInference(environment: modules.types)
    inference.check(body)
    if let fault = inference.faults.first { throw fault }
    self.variables = variables
  }
}
