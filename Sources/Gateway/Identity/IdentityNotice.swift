public import Basics
public import SPIFFE

/// Something about identities that the log is to tell, beyond what a call's record holds.
public enum IdentityNotice: Sendable {
  /// A peer's certificate was refused: which rule, and from where. The peer learns only that.
  case peerRefused(SVIDError, address: String)
  /// A peer proved an identity that is kept out.
  case peerKeptOut(SPIFFEID, address: String)
  /// A server proved none of the identities that its configuration names.
  case upstreamRefused(String, SVIDError?)
  case rotated(SPIFFEID, expires: Timestamp)
  case rotationFailed(String)
  /// The bundle of a foreign trust domain could not be had; the old one stays in force.
  case federationFailed(String, String)
  case authorityRotated(sequence: Int)
}
