import Basics
import Identity
import Settings
import SPIFFE

/// Whether registered lifetimes of SVIDs are short enough for where the workload runs, as the last segment of its ID
/// says.
enum IdentityGuidance {
  /// One line for each registration that lives too long; none where there is no register yet. Blocks on the disk.
  static func problems(_ configuration: Configuration) -> [String] {
    let path = "\(configuration.stateDirectory)/\(IdentityStore.fileName)"
    guard (try? FileBytes.permissions(path)) != nil else { return [] }
    do throws(IdentityStoreError) {
      return try IdentityStore(path: path).records().compactMap(problem)
    } catch {
      return ["identity: \(error)"]
    }
  }

  private static func problem(_ record: IdentityRecord) -> String? {
    guard let lifetime = record.lifetime else { return nil }
    let most = hoursMax(record.id)
    guard lifetime > .seconds(most * 3_600) else { return nil }
    return "identity: \(record.id) has a lifetime of \(lifetime.components.seconds) s; at most \(most) h there:"
      + " agw identity register \(record.id) --ttl \(most)h, with its selectors"
  }

  static func hoursMax(_ id: SPIFFEID) -> Int {
    switch id.segments.last {
    case "prod", "production": 1
    case "staging", "stage": 4
    default: 8
    }
  }
}
