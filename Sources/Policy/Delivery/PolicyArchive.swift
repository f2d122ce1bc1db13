public import Basics
public import Rego

/// A bundle as it is delivered: a gzipped tar archive, read, verified, and held against its manifest.
///
/// Of the files in it, `.rego` files are policies, files named `data.json`, `data.yaml` or `data.yml` are data below the
/// names of their directories, and everything else is left alone. Tests are not loaded.
///
/// - Source: OPA, Bundles, Bundle File Format.
public struct PolicyArchive: Sendable {
  /// The name that the configuration gives it.
  public let name: String
  public let manifest: BundleManifest
  public let data: JSONObject
  /// Named `name/path`, as OPA names them.
  public let modules: [RegoSource]
  /// Of the archive's bytes.
  public let digest: Digest256
  /// The archive's size.
  public let byteCount: Int

  /// Values and keys in one data file.
  private static let dataNodesMax = 10_000_000

  /// - Parameters:
  ///   - verifier: Nil takes bundles without a signature, and does not look at one that is there.
  public init(
    name: String, archive: [UInt8], verifier: BundleVerifier?, limits: ArchiveLimits = .standard
  ) throws(BundleError) {
    self.name = name
    digest = Digest256(of: archive)
    byteCount = archive.count
    let files = try Self.files(in: archive, limits)
    try verifier?.verify(files)
    // Read as a whole bundle, the parts that it changes would be all there is.
    guard !files.contains(where: { $0.path == "patch.json" }) else {
      throw BundleError(.content, "this is a delta bundle, which changes another; have the server send whole bundles")
    }
    if let file = files.first(where: { $0.path == BundleManifest.fileName }) {
      manifest = try BundleManifest(file.bytes)
    } else {
      manifest = .absent
    }
    modules = try Self.modules(in: files, name, manifest)
    data = try Self.data(in: files)
    try Self.check(data, manifest)
  }

  static func files(in archive: [UInt8], _ limits: ArchiveLimits) throws(BundleError) -> [TarReader.File] {
    do throws(ArchiveError) {
      let unpacked = try Gzip.unpack(archive, bytesMax: limits.unpackedBytesMax)
      return try TarReader(limits: limits).files(in: unpacked)
    } catch {
      throw BundleError(.archive, error.description)
    }
  }

  private static func modules(
    in files: [TarReader.File], _ name: String, _ manifest: BundleManifest
  ) throws(BundleError) -> [RegoSource] {
    var modules: [RegoSource] = []
    for file in files where PolicyFile.Kind(name: file.path) == .policy {
      guard let text = String(validating: file.bytes, as: UTF8.self) else {
        throw BundleError(.content, "\(file.path) is not valid UTF-8.")
      }
      guard let package = PackageName.path(of: file.bytes) else {
        throw BundleError(.content, "\(file.path) does not begin with a package.")
      }
      guard manifest.owns(package) else {
        throw BundleError(
          .roots,
          "manifest roots do not permit 'package \(package.joined(separator: "."))' in module '\(file.path)'")
      }
      modules.append(
        RegoSource(path: "\(name)/\(file.path)", text: text, version: manifest.version(of: file.path)))
    }
    return modules
  }

  /// Whether a file's name says that it holds data.
  static func isData(_ path: String) -> Bool {
    ["data.json", "data.yaml", "data.yml"].contains(path.split(separator: "/").last ?? "")
  }

  private static func data(in files: [TarReader.File]) throws(BundleError) -> JSONObject {
    var tree = DataTree(nodesMax: dataNodesMax)
    for file in files {
      guard isData(file.path), let document = PolicyFile(path: file.path, bytes: file.bytes)
      else { continue }
      do throws(PolicyErrors) {
        try tree.add(document)
      } catch {
        throw BundleError(.content, "\(error)", problems: error.problems)
      }
    }
    return tree.root
  }

  /// Everything in `data` must lie below a root, or on the way to one.
  private static func check(_ data: JSONObject, _ manifest: BundleManifest) throws(BundleError) {
    var open: [(path: [String], members: JSONObject)] = [([], data)]
    while let (path, members) = open.popLast() {
      if manifest.owns(path) { continue }
      for (key, value) in members {
        let place = path + [key]
        if manifest.owns(place) { continue }
        guard manifest.roots.contains(where: { $0.starts(with: place) }), case .object(let inner) = value else {
          throw BundleError(.roots, "manifest roots do not permit data at path '/\(place.joined(separator: "/"))'")
        }
        open.append((place, inner))
      }
    }
  }
}
