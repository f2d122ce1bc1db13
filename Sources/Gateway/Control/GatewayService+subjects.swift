public import Audit

extension GatewayService {
  /// The keys of data subjects; nil if nobody's entries are sealed.
  public var subjects: SubjectVault? { runtime.subjects?.vault }
}
