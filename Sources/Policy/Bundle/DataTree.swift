import Basics
import YAML

/// Merges data files into the one `data` document.
///
/// A file's document stands below the names of the directories that it is in; its own name does not count.
/// Documents of one place are merged key by key; a key given twice is an error, because which file wins would
/// depend on the order of names.
struct DataTree {
  private(set) var root = JSONObject()
  private let jsonLimits: JSONLimits

  init(nodesMax: Int = JSONLimits.nodesMaxDefault) { jsonLimits = JSONLimits(nodesMax: nodesMax) }

  mutating func add(_ file: PolicyFile) throws(PolicyErrors) {
    let document: JSONValue
    switch file.kind {
    case .json: document = try json(file)
    case .yaml: document = try yaml(file)
    case .policy, .test: return
    }
    guard case .object(let members) = document else {
      throw Self.fault("policy_data_not_object", file, "The document must be an object.")
    }
    let directories = file.path.split(separator: "/").dropLast().map(String.init)
    var tree = members
    for name in directories.reversed() { tree = JSONObject([(name, JSONValue.object(tree))]) }
    var conflict: [String] = []
    root = Self.merge(root, tree, path: [], conflict: &conflict)
    guard conflict.isEmpty else {
      throw Self.fault(
        "policy_data_conflict", file,
        "data.\(conflict.joined(separator: ".")) is given by another file already; give it in one.")
    }
  }

  private static func merge(
    _ base: JSONObject, _ other: JSONObject, path: [String], conflict: inout [String]
  ) -> JSONObject {
    var merged = base
    for (key, value) in other {
      switch (merged[key], value) {
      case (nil, _): merged[key] = value
      case (.object(let left)?, .object(let right)):
        merged[key] = .object(merge(left, right, path: path + [key], conflict: &conflict))
      default: if conflict.isEmpty { conflict = path + [key] }
      }
    }
    return merged
  }

  private func json(_ file: PolicyFile) throws(PolicyErrors) -> JSONValue {
    do {
      return try JSONValue.parse(file.bytes, limits: jsonLimits)
    } catch {
      let before = file.bytes.prefix(error.offset)
      let row = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
      throw PolicyErrors([
        PolicyProblem(error.code.rawValue, file: file.path, row: row, column: column, error.description)
      ])
    }
  }

  private func yaml(_ file: PolicyFile) throws(PolicyErrors) -> JSONValue {
    do {
      return try YAMLReader().read(file.bytes)?.json ?? .object(JSONObject())
    } catch {
      throw PolicyErrors([
        PolicyProblem(
          error.code.rawValue, file: file.path, row: error.mark?.line ?? 0, column: error.mark?.column ?? 0,
          error.message)
      ])
    }
  }

  private static func fault(_ code: String, _ file: PolicyFile, _ message: String) -> PolicyErrors {
    PolicyErrors([PolicyProblem(code, file: file.path, message)])
  }
}
