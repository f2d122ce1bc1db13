extension Planner {
  /// One `with`: what it replaces, and the operand with the new value.
  mutating func plan(_ modifier: Literal.Modifier) throws(SourceFault) -> (Replacement.Target, Int32) {
    let path = modifier.path
    let callee = Callee(path: path, location: modifier.target.location)
    if path.first != "input", let id = builder.callee(callee), id.isBuiltin || builder.arity(id) > 0 {
      if let replacement = modifier.replacement, let other = builder.callee(replacement) {
        return (.functionByFunction(id, other), builder.constant(.null))
      }
      return (.functionByValue(id), try plan(modifier.value))
    }
    let keys = path.dropFirst().map { builder.arena.string($0) }
    switch path.first {
    case "input": return (.input(keys), try plan(modifier.value))
    case "data": return (.data(Array(path.dropFirst()), keys), try plan(modifier.value))
    default:
      throw Resolver.unknownTarget(modifier.target.location)
    }
  }
}
