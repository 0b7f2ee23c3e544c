package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fees;
import dev.k2.sim.MarginAccount;
import dev.k2.sim.MarginSetting;
import dev.k2.sim.Market;
import dev.k2.sim.Position;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;

/** What an account may ask and choose about itself. */
final class AccountCalls {
    private static final BigDecimal POINTS = new BigDecimal("10000");
    private static final int STP_ID_MAX = 32_767;
    private static final long OPENED_MILLIS = 1_656_445_188_000L;
    private final CryptocomFloor floor;
    private final AccountWords words;
    private final Choices choices;

    AccountCalls(CryptocomFloor floor, AccountWords words, Choices choices) {
        this.floor = floor;
        this.words = words;
        this.choices = choices;
    }

    Reply balance(Call.Request request) {
        return Reply.ofData(WireJson.array().add(words.balance(request.customer())));
    }

    Reply positions(Call.Request request) {
        String name = request.args().text("instrument_name");
        Market only = name == null ? null : floor.market(name);
        ArrayNode rows = WireJson.array();
        for (Position position : request.customer().margin().open()) {
            if (only == null || only == position.market()) {
                rows.add(words.position(request.customer(), position));
            }
        }
        return Reply.ofData(rows);
    }

    Reply accounts(Call.Request request) {
        Account account = request.customer();
        String id = CryptocomFloor.accountId(account);
        ObjectNode result = WireJson.object();
        result.putObject("this_account").put("uuid", id).put("hierarchy", "MASTER");
        ObjectNode master = result.putObject("master_account");
        master.put("uuid", id).put("user_uuid", CryptocomFloor.userId(account));
        master.put("hierarchy", "MASTER").put("enabled", true).put("tradable", true);
        master.put("name", account.name()).put("country_code", "").put("phone_country_code", "");
        master.put("incorp_country_code", "").put("margin_access", "DEFAULT");
        master.put("derivatives_access", "DEFAULT").put("create_time", OPENED_MILLIS);
        master.put("update_time", OPENED_MILLIS).put("two_fa_enabled", true);
        master.put("kyc_level", "ADVANCED").put("suspended", false).put("terminated", false);
        master.put("spot_enabled", true).put("margin_enabled", false);
        master.put("derivatives_enabled", true);
        result.putArray("sub_account_list");
        return Reply.of(result);
    }

    Reply fees(Call.Request request) {
        Account account = request.customer();
        Fees spot = new Fees(account.makerFee(), account.takerFee());
        Fees perpetual = spot;
        for (CryptocomInstrument one : floor.instruments()) {
            if (one.isPerpetual()) {
                perpetual = OrderWords.fees(account, one);
            }
        }
        return Reply.of(
                WireJson.object()
                        .put("spot_tier", "3")
                        .put("deriv_tier", "3")
                        .put("effective_spot_maker_rate_bps", points(spot.maker()))
                        .put("effective_spot_taker_rate_bps", points(spot.taker()))
                        .put("effective_deriv_maker_rate_bps", points(perpetual.maker()))
                        .put("effective_deriv_taker_rate_bps", points(perpetual.taker())));
    }

    Reply instrumentFees(Call.Request request) {
        Market market = floor.market(request.args().required("instrument_name"));
        CryptocomInstrument of = floor.instrument(market);
        Fees fees = OrderWords.fees(request.customer(), of);
        return Reply.of(
                WireJson.object()
                        .put("instrument_name", of.name())
                        .put("effective_maker_rate_bps", points(fees.maker()))
                        .put("effective_taker_rate_bps", points(fees.taker())));
    }

    private static String points(BigDecimal rate) {
        return CryptocomText.of(rate.multiply(POINTS).setScale(4, RoundingMode.HALF_EVEN));
    }

    Reply settings(Call.Request request) {
        Account account = request.customer();
        Choices.SelfTrading chosen = choices.of(account);
        ObjectNode row = WireJson.object().put("leverage", leverage(account));
        if (!chosen.inst().isEmpty()) {
            row.put("stp_id", chosen.id());
            row.put("stp_scope", chosen.scope()).put("stp_inst", chosen.inst());
        }
        return Reply.of(WireJson.array().add(row));
    }

    private int leverage(Account account) {
        List<CryptocomInstrument> perpetuals =
                floor.instruments().stream().filter(CryptocomInstrument::isPerpetual).toList();
        return perpetuals.stream()
                .map(one -> account.margin().leverage(floor.market(one)))
                .reduce(BinaryOperator.maxBy(Integer::compare))
                .orElse(MarginAccount.USUAL_LEVERAGE);
    }

    Reply changeSettings(Call.Request request) {
        Args args = request.args();
        String scope = args.required("stp_scope");
        String inst = args.required("stp_inst");
        Long id = args.integer("stp_id");
        boolean right =
                (scope.equals("M") || scope.equals("S"))
                        && List.of("M", "T", "B").contains(inst)
                        && (id == null || id <= STP_ID_MAX);
        if (!right) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        choices.choose(
                request.customer(),
                new Choices.SelfTrading(scope, inst, id == null ? 0 : id.intValue()));
        return Reply.done();
    }

    /** One leverage holds for the whole account; what cannot have so much has its most. */
    Reply changeLeverage(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        String named = args.text("account_id", CryptocomFloor.accountId(account));
        if (!named.equals(CryptocomFloor.accountId(account))) {
            throw new CryptocomRefusal(CryptocomError.ACCOUNT_DOES_NOT_EXIST);
        }
        Long leverage = args.integer("leverage");
        if (leverage == null || leverage < 1 || leverage > 100) {
            throw new CryptocomRefusal(CryptocomError.INVALID_LEVERAGE);
        }
        for (CryptocomInstrument one : floor.instruments()) {
            if (one.isPerpetual()) {
                int most = Math.min(leverage.intValue(), one.maxLeverage());
                floor.engine()
                        .margin()
                        .configure(account, floor.market(one), MarginSetting.LEVERAGE, most);
            }
        }
        return Reply.done();
    }

    /** Positions with margin of their own are left out. */
    Reply isolated(Call.Request request) {
        return Reply.of(new CryptocomRefusal(CryptocomError.INVALID_ISOLATION_ID));
    }
}
