/// Policies that look at policies.
extension Builtins {
  static let modules: [Builtin] = [
    Builtin("rego.parse_module", 2) { call throws(BuiltinError) in
      let path = try call.string(0)
      let text = try call.string(1)
      do throws(RegoErrors) {
        let module = try CompiledModules.parse(
          [RegoSource(path: path, text: text)], options: RegoOptions())
        return call.arena.value(ModuleDocument(module[0]).json)
      } catch {
        throw .failed(error.description)
      }
    }
  ]
}
