//! RDS's API lists three services' databases; the engine's name tells them apart.

/// Whose database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    /// RDS itself, Aurora included.
    Rds,
    /// Amazon DocumentDB.
    DocDb,
    /// Amazon Neptune.
    Neptune,
}

impl Engine {
    /// By the name of an engine (`docdb`) or of a parameter group family (`docdb5.0`).
    /// Names: <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html> (`neptune`) and
    /// <https://docs.aws.amazon.com/documentdb/latest/APIReference/API_CreateDBCluster.html> (`docdb`).
    pub(super) fn of(name: Option<&str>) -> Self {
        match name {
            Some(name) if name.starts_with("docdb") => Self::DocDb,
            Some(name) if name.starts_with("neptune") => Self::Neptune,
            _ => Self::Rds,
        }
    }

    /// CloudFormation's kind of a cluster.
    pub(super) const fn cluster(self) -> &'static str {
        match self {
            Self::Rds => "AWS::RDS::DBCluster",
            Self::DocDb => "AWS::DocDB::DBCluster",
            Self::Neptune => "AWS::Neptune::DBCluster",
        }
    }

    /// CloudFormation's kind of an instance.
    pub(super) const fn instance(self) -> &'static str {
        match self {
            Self::Rds => "AWS::RDS::DBInstance",
            Self::DocDb => "AWS::DocDB::DBInstance",
            Self::Neptune => "AWS::Neptune::DBInstance",
        }
    }

    /// The kind of a cluster's snapshot.
    pub(super) const fn cluster_snapshot(self) -> &'static str {
        match self {
            Self::Rds => "AWS::RDS::DBClusterSnapshot",
            Self::DocDb => "AWS::DocDB::DBClusterSnapshot",
            Self::Neptune => "AWS::Neptune::DBClusterSnapshot",
        }
    }

    /// CloudFormation's kind of a cluster's parameter group.
    pub(super) const fn cluster_parameter_group(self) -> &'static str {
        match self {
            Self::Rds => "AWS::RDS::DBClusterParameterGroup",
            Self::DocDb => "AWS::DocDB::DBClusterParameterGroup",
            Self::Neptune => "AWS::Neptune::DBClusterParameterGroup",
        }
    }

    /// Every engine's own kinds, in the order they are written.
    pub(super) const ALL: [Self; 3] = [Self::Rds, Self::DocDb, Self::Neptune];

    /// The parameters that decide over TLS and the audit log, and nothing else of a group. Sources:
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html>,
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html>,
    /// <https://docs.aws.amazon.com/documentdb/latest/developerguide/cluster_parameter_groups-list_of_parameters.html>,
    /// <https://docs.aws.amazon.com/neptune/latest/userguide/parameters.html>.
    pub(super) const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Rds => &["rds.force_ssl", "require_secure_transport"],
            Self::DocDb => &["tls", "audit_logs"],
            Self::Neptune => &["neptune_enforce_ssl", "neptune_enable_audit_log"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_and_families_lead_to_the_same_service() {
        for (name, engine) in [
            ("docdb", Engine::DocDb),
            ("docdb5.0", Engine::DocDb),
            ("neptune", Engine::Neptune),
            ("neptune1.3", Engine::Neptune),
            ("aurora-postgresql", Engine::Rds),
            ("mysql8.0", Engine::Rds),
            ("an-engine-of-tomorrow", Engine::Rds),
        ] {
            assert_eq!(Engine::of(Some(name)), engine, "{name}");
        }
        assert_eq!(Engine::of(None), Engine::Rds);
    }
}
