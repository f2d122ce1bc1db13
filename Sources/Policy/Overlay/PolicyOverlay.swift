import Basics

/// What was written through the REST API: documents and policies that lie over those of files and bundles.
///
/// It survives a reload: a document that was written stays written, and a policy that was deleted stays deleted,
/// until it is written again.
public struct PolicyOverlay: Sendable, Equatable {
  /// Everything written together, in bytes of JSON.
  public static let bytesMax = 64 << 20
  /// Nesting of the file that holds it, in levels: a document of the deepest kind, below the longest path.
  private static let limits = JSONLimits(depthMax: 512, nodesMax: 10_000_000)

  var documents = OverlayNode.members([:])
  /// Policies by identifier; nil for one that was deleted.
  private(set) var policies: [String: String?] = [:]

  public init() {}

  public var isEmpty: Bool { documents == .members([:]) && policies.isEmpty }

  mutating func setPolicy(_ id: String, _ text: String?) { policies[id] = .some(text) }

  /// Forgets what was written about a policy.
  mutating func forgetPolicy(_ id: String) { policies[id] = nil }

  // MARK: As a file

  /// The content of the file that keeps it; the same for equal overlays.
  public var bytes: [UInt8] {
    let policies = policies.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.map(JSONValue.string) ?? JSONValue.null) }
    let document: JSONValue = [
      "version": 1, "documents": documents.json, "policies": .object(JSONObject(policies)),
    ]
    return document.serialized()
  }

  /// Reads what ``bytes`` gives.
  ///
  /// - Throws: `policy_overlay_invalid`.
  public init(_ bytes: [UInt8]) throws(PolicyErrors) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue.parse(bytes, limits: Self.limits)
    } catch {
      throw Self.invalid("\(error)")
    }
    guard document["version"] == 1, let documents = document["documents"].flatMap(OverlayNode.init),
      let policies = document["policies"]?.objectValue
    else { throw Self.invalid("It is not what the gateway writes.") }
    self.documents = documents
    for (id, text) in policies {
      guard text == .null || text.stringValue != nil else { throw Self.invalid("The policy \(id) is not text.") }
      self.policies[id] = .some(text.stringValue)
    }
  }

  private static func invalid(_ why: String) -> PolicyErrors {
    PolicyErrors([
      PolicyProblem(
        "policy_overlay_invalid", file: "",
        "What was written through the REST API cannot be read. \(why) Restore the file, or remove it to start anew.")
    ])
  }
}
