public import Basics
public import Rego

/// Everything that policies come from, in layers: the directory, the bundles over it, and over both what was written
/// through the REST API.
///
/// A bundle owns the paths below its roots: what the directory has there is left out. Paths that a bundle owns cannot be
/// written. An immutable value; a change makes another one.
public struct PolicyStack: Sendable {
  public let directory: PolicyBundle
  /// In order of their names.
  public let bundles: [PolicyArchive]
  public let overlay: PolicyOverlay
  /// Bundles that are configured and were never activated, in order.
  public let missing: [String]
  /// Of the directory and the bundles, before anything was written.
  let base: JSONValue
  private let modules: [RegoSource]
  /// `data` as it is.
  public let documents: JSONValue

  /// - Throws: `policy_roots_overlap` if two bundles own the same path.
  public init(
    directory: PolicyBundle, bundles: [PolicyArchive] = [], missing: [String] = [],
    overlay: PolicyOverlay = PolicyOverlay()
  ) throws(PolicyErrors) {
    let bundles = bundles.sorted { $0.name < $1.name }
    try Self.checkRoots(bundles)
    var base = directory.data
    for bundle in bundles { base = Self.laying(bundle, over: base) }
    let modules = directory.policies.filter { source in
      let package = PackageName.path(of: source.text.utf8) ?? []
      return !bundles.contains { $0.manifest.owns(package) }
    }
    self.init(
      directory: directory, bundles: bundles, missing: missing.sorted(), overlay: overlay, base: base,
      modules: modules + bundles.flatMap(\.modules))
  }

  private init(
    directory: PolicyBundle, bundles: [PolicyArchive], missing: [String], overlay: PolicyOverlay, base: JSONValue,
    modules: [RegoSource]
  ) {
    self.directory = directory
    self.bundles = bundles
    self.missing = missing
    self.overlay = overlay
    self.base = base
    self.modules = modules
    documents = overlay.documents.applied(to: base) ?? .object(JSONObject())
  }

  /// The same files and bundles below another overlay.
  func with(_ overlay: PolicyOverlay) -> PolicyStack {
    PolicyStack(
      directory: directory, bundles: bundles, missing: missing, overlay: overlay, base: base, modules: modules)
  }

  /// The stack with a bundle in force, in place of the one of the same name.
  public func activating(_ bundle: PolicyArchive) throws(PolicyErrors) -> PolicyStack {
    try PolicyStack(
      directory: directory, bundles: bundles.filter { $0.name != bundle.name } + [bundle],
      missing: missing.filter { $0 != bundle.name }, overlay: overlay)
  }

  /// What is compiled. Its digest is the directory's as long as nothing lies over it.
  public var bundle: PolicyBundle {
    PolicyBundle(files: directory.files, data: documents, policies: policies, digest: digest)
  }

  /// Every policy in force, in order of the identifier: the path of a file, `bundle/path`, or what the REST API was
  /// given.
  public var policies: [RegoSource] {
    var texts = Dictionary(modules.map { ($0.path, $0) }) { _, later in later }
    for (id, text) in overlay.policies { texts[id] = text.map { RegoSource(path: id, text: $0) } }
    return texts.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  public func policy(_ id: String) -> RegoSource? { policies.first { $0.path == id } }

  private var digest: Digest256 {
    guard !bundles.isEmpty || !overlay.isEmpty else { return directory.digest }
    var text = "\(directory.digest.hex)  directory\n"
    for bundle in bundles { text += "\(bundle.digest.hex)  bundle \(bundle.name)\n" }
    if !overlay.isEmpty { text += "\(Digest256(of: overlay.bytes).hex)  written\n" }
    return Digest256(of: Array(text.utf8))
  }

  // MARK: Bundles

  private static func checkRoots(_ bundles: [PolicyArchive]) throws(PolicyErrors) {
    for (index, bundle) in bundles.enumerated() {
      for other in bundles[(index + 1)...] {
        for root in bundle.manifest.roots {
          guard let clash = other.manifest.roots.first(where: { $0.starts(with: root) || root.starts(with: $0) })
          else { continue }
          throw PolicyErrors([
            PolicyProblem(
              "policy_roots_overlap", file: "",
              "The bundles \(bundle.name) and \(other.name) both own /\(clash.joined(separator: "/")); "
                + "give their manifests roots of their own.")
          ])
        }
      }
    }
  }

  private static func laying(_ bundle: PolicyArchive, over base: JSONValue) -> JSONValue {
    var node = OverlayNode.members([:])
    for root in bundle.manifest.roots {
      node.write(JSONValue.object(bundle.data).document(at: root), at: root[...])
    }
    return node.applied(to: base) ?? .object(JSONObject())
  }
}
