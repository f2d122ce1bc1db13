/// `trace` and what tells about the engine itself.
extension Builtins {
  static let tracing: [Builtin] = [
    Builtin("trace", 1) { call throws(BuiltinError) in
      let note = try call.string(0)
      if call.machine.recordsPrints { call.machine.printed.append(note) }
      return .yes
    },
    Builtin("opa.runtime", 0, isNondeterministic: true) { call throws(BuiltinError) in call.arena.object([]) },
  ]
}
