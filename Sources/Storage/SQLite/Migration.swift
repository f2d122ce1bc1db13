/// One step in the growth of the database's schema. Steps are applied once, in order, each in a transaction;
/// one that was released is never changed.
public struct Migration: Sendable {
  /// Unique in the database: `<area>-<number>`.
  public let name: String
  /// Statements, separated by semicolons.
  public let sql: String

  public init(name: String, sql: String) {
    self.name = name
    self.sql = sql
  }
}
