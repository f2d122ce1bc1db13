/// Policies that look at policies.
extension Builtins {
  static let modules: [Builtin] = [
    Builtin("rego.parse_module", 2) { call throws(BuiltinError) in
      let path = try call.string(0)
      let text = try call.string(1)
      do throws(RegoErrors) {
        let module = try CompiledModules.parse(
          [RegoSource(path: path, text: text)], options: RegoOptions())
        var writer = SyntaxJSON()
        return call.arena.value(writer.module(module[0]))
      } catch {
        throw .failed(error.description)
      }
    }
  ]
}
