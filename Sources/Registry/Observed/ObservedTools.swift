public import Basics
import Synchronization

/// What each upstream says of its tools now, and how that compares with the registry.
///
/// A verdict is worked out once per listing and entry and then looked up; asking for it takes one short lock.
/// Upstreams are named by the caller, who uses the same name to record and to ask.
public final class ObservedTools: Sendable {
  /// How long a listing may be relied on.
  public let timeToLive: Duration
  private let upstreams: Mutex<[String: Observation]>
  private let history: RegistryHistory?
  private let changes = Atomic<Int>(0)

  public static let timeToLiveDefault: Duration = .seconds(300)

  /// - Parameter history: What was accepted before; without it entries alone count.
  public init(timeToLive: Duration = ObservedTools.timeToLiveDefault, history: RegistryHistory? = nil) {
    self.timeToLive = timeToLive
    self.history = history
    upstreams = Mutex([:])
  }

  /// Takes what `upstream` answered; it replaces what it said before.
  ///
  /// - Complexity: O(n) in the size of the listing, outside of the lock.
  public func record(_ listing: ToolListing, of upstream: String, now: Timestamp) {
    // Most listings say what the one before said; the verdicts stay then.
    let isNews = self.listing(of: upstream) != listing
    upstreams.withLock { upstreams in
      if isNews || upstreams[upstream] == nil {
        upstreams[upstream] = Observation(listing: listing, at: now)
      } else {
        upstreams[upstream]?.at = now
        upstreams[upstream]?.isExpired = false
      }
    }
    if isNews { changes.add(1, ordering: .releasing) }
  }

  /// Notes that `upstream` announced a change of its tools (`notifications/tools/list_changed`): what it said
  /// before is stale from now on.
  public func expire(_ upstream: String) {
    upstreams.withLock { $0[upstream]?.isExpired = true }
  }

  /// Draws every verdict anew: what is accepted has changed.
  public func judgeAgain() {
    upstreams.withLock { upstreams in for name in upstreams.keys { upstreams[name]?.verdicts = [:] } }
    changes.add(1, ordering: .releasing)
  }

  /// How `entry` stands with its upstream.
  ///
  /// - Complexity: O(1); O(n) in the size of the definition the first time after a listing or a reload.
  public func standing(of entry: ToolEntry, at upstream: String, now: Timestamp) -> ToolStanding {
    upstreams.withLock { upstreams in
      guard let observation = upstreams[upstream] else {
        return ToolStanding(verdict: .notYetSeen, observedAt: nil, isStale: true)
      }
      let verdict: ToolVerdict
      if let known = observation.verdicts[entry.ownName], known.entry === entry {
        verdict = known.verdict
      } else {
        verdict = observation.listing.verdict(for: entry, history)
        upstreams[upstream]?.verdicts[entry.ownName] = (entry, verdict)
      }
      return ToolStanding(
        verdict: verdict, observedAt: observation.isExpired ? nil : observation.at,
        isStale: observation.isExpired || now.since(observation.at) >= timeToLive)
    }
  }

  /// Grows with every listing that brings news: as long as it stays, nothing here has changed.
  public var version: Int { changes.load(ordering: .acquiring) }

  /// What `upstream` says of `entry`; nil unless that is what was registered.
  public func definition(of entry: ToolEntry, at upstream: String, now: Timestamp) -> ToolDefinition? {
    guard case .matches = standing(of: entry, at: upstream, now: now).verdict else { return nil }
    return upstreams.withLock { $0[upstream]?.listing.definitions[entry.ownName]?.first }
  }

  /// The last listing of `upstream`, for `agw tools diff`; nil if there was none.
  public func listing(of upstream: String) -> ToolListing? {
    upstreams.withLock { $0[upstream]?.listing }
  }
}

/// One listing, and the verdicts that were drawn from it, each with the entry it was drawn for: a reload of
/// the registry brings new entries and so new verdicts.
private struct Observation {
  let listing: ToolListing
  var at: Timestamp
  var isExpired = false
  var verdicts: [String: (entry: ToolEntry, verdict: ToolVerdict)] = [:]

  init(listing: ToolListing, at: Timestamp) {
    self.listing = listing
    self.at = at
  }
}
