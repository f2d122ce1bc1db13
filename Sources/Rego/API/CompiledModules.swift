internal import Basics

/// What compiling leaves behind, for queries that are planned later.
struct CompiledModules {
  let modules: [Module]
  let arena: Arena
  let data: Value
  let tree: RuleTree
  let groups: [RuleGroup]
  let program: Program
  let inputKeys: Set<String>?
  let functions: Set<[String]>
  /// Of everything that a query may refer to.
  let types: TypeEnvironment
  /// The sources' bytes, kept for traced policies only.
  let texts: [[UInt8]]

  static func compile(
    sources: [RegoSource], data: JSONValue, options: RegoOptions
  ) throws(RegoErrors) -> CompiledModules {
    let names = sources.map(\.path)
    let modules = try parse(sources, options: options)
    let arena = Arena()
    let base = arena.value(data)
    var compiler = Compiler(modules, arena: arena, sources: names, options: options)
    do throws(FaultList) {
      let builder = try compiler.compile(data: base)
      let functions = Set(builder.groups.filter { $0.kind == .function }.map(\.path))
      return CompiledModules(
        modules: modules, arena: arena, data: base, tree: builder.program.tree, groups: builder.groups,
        program: builder.program, inputKeys: compiler.inputKeys, functions: functions, types: compiler.types,
        texts: options.isTraced ? sources.map { Array($0.text.utf8) } : [])
    } catch {
      throw RegoErrors(error.faults.map { RegoError($0, sources: names) })
    }
  }
}

extension CompiledModules {
  /// All modules; every one that cannot be read is reported.
  static func parse(_ sources: [RegoSource], options: RegoOptions) throws(RegoErrors) -> [Module] {
    var modules: [Module] = []
    var faults: [SourceFault] = []
    for (index, source) in sources.enumerated() {
      do throws(SourceFault) {
        modules.append(try parse(source, file: Int32(truncatingIfNeeded: index), options))
      } catch {
        faults.append(error)
      }
    }
    guard faults.isEmpty else { throw RegoErrors(faults.map { RegoError($0, sources: sources.map(\.path)) }) }
    return modules
  }

  private static func parse(
    _ source: RegoSource, file: Int32, _ options: RegoOptions
  ) throws(SourceFault) -> Module {
    let bytes = Array(source.text.utf8)
    do throws(SourceFault) {
      return try Parser.module(bytes, file: file, version: source.version ?? options.version)
    } catch {
      if options.acceptsLegacySyntax, source.version == nil, options.version == .v1,
        let legacy = try? Parser.module(bytes, file: file, version: .v0)
      {
        return legacy
      }
      var fault = error
      fault.details = SourceExcerpt(bytes, at: error.location).lines
      throw fault
    }
  }
}

extension RegoError {
  init(_ fault: SourceFault, sources: [String]) {
    let index = Int(fault.location.file)
    let file = index >= 0 && index < sources.count ? sources[index] : ""
    self.init(
      code: fault.code, message: fault.message, advice: fault.advice, details: fault.details, file: file,
      row: Int(fault.location.row), column: Int(fault.location.column))
  }
}
