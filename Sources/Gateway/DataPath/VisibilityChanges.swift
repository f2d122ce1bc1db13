import Basics
import Identity
import Registry

/// Whether a new snapshot changes what callers see in the tool list; worked out once for each caller.
struct VisibilityChanges {
  private var change: (old: ObjectIdentifier, new: ObjectIdentifier)?
  private var known: [JSONValue: Bool] = [:]

  /// - Complexity: O(registered tools) policy decisions, the first time for a caller.
  mutating func concern(_ call: Call, from old: Snapshot, to new: Snapshot, on loop: LoopState) -> Bool {
    guard old.policyDigest != new.policyDigest || old.registryDigest != new.registryDigest else { return false }
    // What another program decides is not known without asking it.
    guard !old.parts.visibility.isRemote, !new.parts.visibility.isRemote else { return true }
    guard let caller = call.principal?.document else { return false }
    let change = (old: ObjectIdentifier(old), new: ObjectIdentifier(new))
    if self.change.map({ $0 != change }) ?? true { known = [:] }
    self.change = change
    if let answer = known[caller] { return answer }
    let answer = Self.names(old, call, loop) != Self.names(new, call, loop)
    known[caller] = answer
    return answer
  }

  private static func names(_ snapshot: Snapshot, _ call: Call, _ loop: LoopState) -> Set<String> {
    let visibility = snapshot.parts.visibility
    return Set(snapshot.registry.entries.filter { visibility.maySee($0, call, on: loop) }.map(\.name))
  }
}
