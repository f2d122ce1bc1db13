internal import Basics
internal import YAML

/// Reads the METADATA blocks of one module.
///
/// A block is a comment line `METADATA` and the comment lines right below it; together they are YAML. It belongs to the
/// package or rule that follows. Source: OPA, *Policy Reference*, *Annotations*.
struct AnnotationReader {
  private let module: Module
  private(set) var faults: [SourceFault] = []
  private(set) var packages: [Annotation] = []
  /// With the number of the rule in the module.
  private(set) var rules: [(rule: Int, annotation: Annotation)] = []

  init(_ module: Module) {
    self.module = module
    for block in AnnotationReader.blocks(module.comments) {
      do throws(SourceFault) {
        try read(block)
      } catch {
        faults.append(error)
      }
    }
  }

  private static func blocks(_ comments: [Comment]) -> [[Comment]] {
    var blocks: [[Comment]] = []
    var isOpen = false
    for comment in comments {
      if let last = blocks.last?.last, isOpen, comment.row == last.row + 1,
        comment.location.column == last.location.column
      {
        blocks[blocks.count - 1].append(comment)
      } else {
        isOpen = comment.text.trimmed == "METADATA"
        if isOpen { blocks.append([comment]) }
      }
    }
    return blocks
  }

  // MARK: - Blocks

  private mutating func read(_ block: [Comment]) throws(SourceFault) {
    let location = block[0].location
    let text = block.dropFirst().map(\.text).joined(separator: "\n")
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLReader().read(Array(text.utf8))
    } catch {
      throw AnnotationReader.invalid("yaml: " + error.message, location)
    }
    guard let json = root?.json.objectValue, !json.isEmpty else {
      throw AnnotationReader.invalid("expected METADATA block, found whitespace", location)
    }
    let rule = module.rules.firstIndex { !$0.sharesHead && $0.location.offset > location.offset }
    let isPackage = module.packageLocation.offset > location.offset
    guard isPackage || rule != nil else { return }
    let annotation = try self.annotation(json, location, isPackage: isPackage)
    try check(annotation, isPackage: isPackage)
    if isPackage { packages.append(annotation) } else if let rule { rules.append((rule, annotation)) }
  }

  static func invalid(_ message: String, _ location: Location) -> SourceFault {
    SourceFault(.parse, message, location, advice: "write the block as YAML, or remove the word METADATA")
  }

  private func annotation(
    _ json: JSONObject, _ location: Location, isPackage: Bool
  ) throws(SourceFault) -> Annotation {
    let entrypoint = json["entrypoint"]?.boolValue ?? false
    var scope: Annotation.Scope = isPackage ? .package : entrypoint ? .document : .rule
    if let written = json["scope"] {
      guard let known = written.stringValue.flatMap(Annotation.Scope.init) else {
        throw AnnotationReader.invalid("invalid annotation scope", location)
      }
      scope = known
    }
    var fields = AnnotationFields(location: location)
    let object = try fields.read(json, scope: scope)
    return Annotation(scope: scope, json: object, schemas: fields.schemas, location: location)
  }

  private func check(_ annotation: Annotation, isPackage: Bool) throws(SourceFault) {
    let scope = annotation.scope
    let wantsPackage = scope == .package || scope == .subpackages
    if wantsPackage != isPackage {
      let what = wantsPackage ? "package" : "rule"
      throw AnnotationReader.invalid(
        "annotation scope '\(scope)' must be applied to \(what) (have \(isPackage ? "package" : "rule"))",
        annotation.location)
    }
    if annotation.json["entrypoint"]?.boolValue == true, scope == .rule || scope == .subpackages {
      throw AnnotationReader.invalid(
        "annotation entrypoint applied to non-document or package scope '\(scope)'", annotation.location)
    }
  }
}

extension String {
  /// Without the spaces around it.
  var trimmed: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
