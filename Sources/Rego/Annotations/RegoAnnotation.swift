public import Basics

/// One METADATA block of a policy: what its author says about a package, a document or a rule.
///
/// - Source: OPA, *Policy Language*, *Metadata*.
public struct RegoAnnotation: Sendable {
  /// `package`, `subpackages`, `document` or `rule`.
  public var scope: String
  /// What it is about, below `data`.
  public var path: [String]
  /// Of the package or rule that the block stands before.
  public var place: RegoPlace
  /// Title, description, authors, organizations, related_resources, schemas, entrypoint, custom, with `scope`.
  public var content: JSONObject

  public var title: String? { content["title"]?.stringValue }

  /// As `opa inspect -a --format json` lists it: `{"annotations": …, "location": …, "path": …}`.
  public var json: JSONValue {
    let elements = [["type": "var", "value": "data"] as JSONValue] + path.map { ["type": "string", "value": .string($0)] }
    return ["annotations": .object(content), "location": place.json, "path": .array(elements)]
  }
}

extension CompiledPolicy {
  /// All annotations, in the order of the files and of their places there. They are read anew.
  public var annotations: [RegoAnnotation] {
    let sources = code.program.sources
    return builder.modules.flatMap { module -> [RegoAnnotation] in
      let reader = AnnotationReader(module)
      let file = Int(module.file) < sources.count ? sources[Int(module.file)] : ""
      func annotation(_ found: Annotation, _ path: [String], _ location: Location) -> RegoAnnotation {
        RegoAnnotation(
          scope: found.scope.rawValue, path: path,
          place: RegoPlace(file: file, row: Int(location.row), column: Int(location.column)), content: found.json)
      }
      return reader.packages.map { annotation($0, module.package, module.packageLocation) }
        + reader.rules.map { entry in
          let rule = module.rules[entry.rule]
          return annotation(entry.annotation, AnnotationSet.path(rule, module), rule.location)
        }
    }
  }
}
