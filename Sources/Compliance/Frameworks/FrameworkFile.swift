import Basics
import YAML

/// Reads a framework.
///
/// ```yaml
/// framework: soc2
/// title: "SOC 2: Trust Services Criteria 2017 (points of focus 2022)"
/// source: AICPA TSP section 100
/// controls:
///   - id: CC6.1
///     title: Logical access security
///     evidence: "Callers without a proven identity or a permission were refused."
///     effective_if:                       # all of it must hold in the period
///       - count: {decision: DENY, code: [authz_policy_denied, spiffe_auth_required]}
///         at_least: 1                     # entries; 1 without it
///         shows: "Calls without permission occurred and were refused."
///       - every: {event: decision, decision: ALLOW}
///         has: {layer: opa_policy, result: pass}
///         shows: "Every allowed call was allowed by policy."
///       - test: chain_verifies            # see ClaimTest; log_reaches_back takes days
///         shows: "The log is as it was written."
///     configured_if:                      # settings of the gateway, all of them
///       policy.default_action: deny       # a value, a list of values, or any
/// ```
///
/// A query names members of the audit record with the value, or the list of values, that they must have; `any` stands
/// for whatever is there, `none` for nothing. `layer` and `result` ask for what one layer did.
public struct FrameworkFile {
  /// Longer than any framework; in bytes.
  private static let bytesMax = 1 << 20

  private let path: String

  /// - Throws: ``ComplianceError`` `compliance_framework_invalid` with file, line and what is wrong.
  public static func read(_ path: String) throws(ComplianceError) -> Framework {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileBytes.read(path, bytesMax: bytesMax)
    } catch {
      throw ComplianceError(
        error.isNotFound ? .unknown : .fileFailed, "\(error). Framework files lie in config/compliance (--frameworks DIR).")
    }
    return try read(bytes, path: path)
  }

  public static func read(_ bytes: [UInt8], path: String) throws(ComplianceError) -> Framework {
    let file = FrameworkFile(path: path)
    do throws(YAMLError) {
      guard let root = try YAMLReader().read(bytes) else { throw YAMLError(.malformed, "The file is empty.", at: nil) }
      return try file.framework(root)
    } catch {
      throw ComplianceError(.frameworkInvalid, "\(path):\(error.mark?.line ?? 1): \(error.message)")
    }
  }

  private func framework(_ root: YAMLNode) throws(YAMLError) -> Framework {
    try check(root, ["framework", "title", "source", "controls"])
    var controls: [Control] = []
    for node in try list(root, "controls") { controls.append(try control(node)) }
    var directories: Set<String> = []
    for control in controls where !directories.insert(control.directory).inserted {
      throw problem("The control \(control.id) is there twice, or has the directory of another.", at: root)
    }
    guard !controls.isEmpty else { throw problem("The framework has no controls.", at: root) }
    return Framework(
      id: try text(root, "framework"), title: try text(root, "title"), source: try text(root, "source"), controls: controls)
  }

  private func control(_ node: YAMLNode) throws(YAMLError) -> Control {
    try check(node, ["id", "title", "evidence", "effective_if", "configured_if"])
    var claims: [Claim] = []
    if node["effective_if"] != nil {
      for claim in try list(node, "effective_if") { claims.append(try self.claim(claim)) }
    }
    var settings: [SettingClaim] = []
    for entry in node["configured_if"]?.entries ?? [] {
      settings.append(SettingClaim(key: entry.key, values: try values(entry.value)))
    }
    return Control(
      id: try text(node, "id"), title: try text(node, "title"), evidence: try text(node, "evidence"), claims: claims,
      settings: settings)
  }

  private func claim(_ node: YAMLNode) throws(YAMLError) -> Claim {
    let shows = try text(node, "shows")
    if let query = node["count"] {
      try check(node, ["count", "at_least", "shows"])
      let least = node["at_least"].map { $0.json.intValue ?? 0 } ?? 1
      guard least > 0 else { throw problem("at_least is a number from 1.", at: node) }
      return Claim(proof: .count(try self.query(query), atLeast: least), shows: shows)
    }
    if let query = node["every"], let has = node["has"] {
      try check(node, ["every", "has", "shows"])
      return Claim(proof: .every(try self.query(query), has: try self.query(has)), shows: shows)
    }
    try check(node, ["test", "days", "shows"])
    guard let test = ClaimTest(try text(node, "test"), days: node["days"]?.json.intValue) else {
      throw problem("There is no such test; see ClaimTest.", at: node)
    }
    return Claim(proof: .test(test), shows: shows)
  }

  private func query(_ node: YAMLNode) throws(YAMLError) -> EntryQuery {
    guard let entries = node.entries else { throw problem("A query is a mapping.", at: node) }
    var conditions: [EntryCondition] = []
    var layer: String?
    var results: [String] = []
    for entry in entries {
      let values = try values(entry.value)
      switch entry.key {
      case "layer": layer = values.first
      case "result": results = values
      default:
        guard EntryQuery.members.contains(entry.key) else {
          throw problem("The audit record has no member \(entry.key).", at: entry.value)
        }
        conditions.append(EntryCondition(member: entry.key, values: values))
      }
    }
    if let layer { conditions.append(EntryCondition(layer: layer, results: results)) }
    return EntryQuery(conditions)
  }

  private func values(_ node: YAMLNode) throws(YAMLError) -> [String] {
    switch node.content {
    case .plain(let text), .quoted(let text): return [text]
    case .sequence(let nodes):
      var all: [String] = []
      for node in nodes { all += try values(node) }
      return all
    case .mapping: throw problem("A value is a text or a list of texts.", at: node)
    }
  }

  private func check(_ node: YAMLNode, _ known: Set<String>) throws(YAMLError) {
    guard let entries = node.entries else { throw problem("Expected a mapping.", at: node) }
    for entry in entries where !known.contains(entry.key) {
      throw problem("Unknown key \(entry.key); known are \(known.sorted().joined(separator: ", ")).", at: entry.value)
    }
  }

  private func text(_ node: YAMLNode, _ key: String) throws(YAMLError) -> String {
    switch node[key]?.content {
    case .plain(let text) where !text.isEmpty, .quoted(let text) where !text.isEmpty: return text
    default: throw problem("\(key) is missing, or no text.", at: node)
    }
  }

  private func list(_ node: YAMLNode, _ key: String) throws(YAMLError) -> [YAMLNode] {
    guard case .sequence(let nodes)? = node[key]?.content else { throw problem("\(key) must be a list.", at: node) }
    return nodes
  }

  private func problem(_ message: String, at node: YAMLNode) -> YAMLError {
    YAMLError(.malformed, message, at: node.mark)
  }
}
