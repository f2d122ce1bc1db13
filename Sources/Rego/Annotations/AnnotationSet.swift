internal import Basics

/// The annotations of all modules, by what they are about.
struct AnnotationSet {
  private var packages: [[String]: Annotation] = [:]
  private var subpackages: [[String]: Annotation] = [:]
  private var documents: [[String]: Annotation] = [:]
  private var rules: [Location: [Annotation]] = [:]
  private(set) var faults: [SourceFault] = []
  /// Any of them says what a document looks like.
  private(set) var hasSchemas = false

  init(_ modules: [Module], sources: [String]) {
    for module in modules where !module.comments.isEmpty {
      let reader = AnnotationReader(module)
      faults += reader.faults
      hasSchemas = hasSchemas || (reader.packages + reader.rules.map(\.annotation)).contains { !$0.schemas.isEmpty }
      for annotation in reader.packages { add(annotation, to: module.package, sources) }
      for (number, annotation) in reader.rules {
        let rule = module.rules[number]
        if annotation.scope == .document {
          add(annotation, to: AnnotationSet.path(rule, module), sources)
        } else {
          rules[rule.location, default: []].append(annotation)
        }
      }
    }
  }

  /// Package and rule, as chains show them.
  static func path(_ rule: Rule, _ module: Module) -> [String] {
    module.package + rule.head.reference.map { $0.isString ?? $0.text }
  }

  private mutating func add(_ annotation: Annotation, to path: [String], _ sources: [String]) {
    let known =
      switch annotation.scope {
      case .package: packages.updateValue(annotation, forKey: path)
      case .subpackages: subpackages.updateValue(annotation, forKey: path)
      default: documents.updateValue(annotation, forKey: path)
      }
    guard let known else { return }
    let file = Int(known.location.file) < sources.count ? sources[Int(known.location.file)] : ""
    faults.append(
      SourceFault(
        .type, "\(annotation.scope) annotation redeclared: \(file):\(known.location.row)", annotation.location,
        advice: "keep one of them"))
  }

  // MARK: - Questions

  /// Annotations that apply to a rule, each with the path it is about, from the nearest to the outermost.
  private func chain(of rule: Rule, in module: Module) -> [(path: [String], annotation: Annotation?)] {
    let path = AnnotationSet.path(rule, module)
    let own = (rules[rule.location] ?? []).reversed()
    var result: [(path: [String], annotation: Annotation?)] = own.map { (path, $0) }
    if result.isEmpty { result.append((path, nil)) }
    if let annotation = documents[path] { result.append((path, annotation)) }
    if let annotation = packages[module.package] { result.append((module.package, annotation)) }
    for length in stride(from: module.package.count, through: 0, by: -1) {
      let outer = Array(module.package.prefix(length))
      if let annotation = subpackages[outer] { result.append((outer, annotation)) }
    }
    return result
  }

  func metadata(of rule: Rule, in module: Module) -> RuleMetadata {
    let own = rules[rule.location]?.last.map { JSONValue.object($0.json) } ?? .object(JSONObject())
    let chain = chain(of: rule, in: module).map { link in
      var entry: JSONObject = ["path": .array(link.path.map(JSONValue.string))]
      if let annotation = link.annotation { entry["annotations"] = .object(annotation.json) }
      return JSONValue.object(entry)
    }
    return RuleMetadata(
      rule: Term(json: own, rule.location), chain: Term(json: .array(chain), rule.location))
  }

  /// The schemas that apply to a rule, the outermost first: the nearest wins.
  func schemas(of rule: Rule, in module: Module) -> [SchemaReference] {
    chain(of: rule, in: module).reversed().flatMap { $0.annotation?.schemas ?? [] }
  }
}

extension Term {
  /// A JSON value as a constant.
  init(json: JSONValue, _ location: Location) {
    switch json {
    case .null: self.init(.null, location)
    case .bool(let value): self.init(.boolean(value), location)
    case .number(let value): self.init(.number(value.text), location)
    case .string(let value): self.init(.string(value), location)
    case .array(let values): self.init(.array(values.map { Term(json: $0, location) }), location)
    case .object(let object):
      let members = object.map { Member(key: Term(.string($0.key), location), value: Term(json: $0.value, location)) }
      self.init(.object(members), location)
    }
  }
}
