using System.Collections.Frozen;

namespace Triage.Tickets.Languages;

/// <summary>
/// Frequent words of languages in Latin script, function words first, then words of support mail; written for this
/// project, in lower case and without diacritics, because customers leave them out. A word of several languages is worth
/// a share in each; what all the world writes (ok, e-mail, app) is in none.
/// </summary>
internal static class LanguageWords
{
    private static readonly (string Language, string Words)[] Lists =
    [
        ("en", EnglishWords.Frequent),
        ("en", """
            the of and to in is that it for on with as was at be this have from or had by but what all were when we there can an your
            which their said if will each about how up out them then she many some so these would other into has more her two like him
            see time could no make than first been its who now people my made over did down only way find use may long after any where
            most know take just not you i he they are do me our us am does don't didn't can't won't isn't wasn't i'm i've it's that's
            doesn't haven't hasn't couldn't wouldn't you're i'd i'll there's what's why because please pls plz thanks thank thx hello
            dear regards sorry still again never ever every since before without through while during both between under same
            another should must might need want get got getting give gave given tell told says say asked ask help back day days week
            weeks month year years today yesterday tomorrow morning order orders ordered ordering track tracking package parcel delivery deliver
            delivered shipping shipped ship refund refunded money paid pay payment charge charged charges card bank account accounts password
            login log sign signed email mail address phone number cancel cancelled subscription invoice bill receipt return returned
            returning item items bought buy purchase broken working work works worked doesnt dont didnt cant wont isnt im ive
            change update delete new old wrong missing late last next one two three nothing something anything everything anyone someone
            very really too also even always once here yes good great love best bad worst happy customer service support team
            store shop website site page click send sent receive received wait waiting call called speak talk human person agent manager
            want wanted wish looking look trying try tried keep keeps kept put let going go went come came arrive arrived arriving
            nor whether until against though although much own being having doing off well right left using used another ago u ur
            fees fee policy cost costs price how's long longer much newsletter unsubscribe create reset complaint feedback question
            """),
        ("de", """
            der die das und ist nicht ich sie wir ihr es ein eine einen einem einer mit auf fur von zu zum zur den dem des im in an am als
            auch aber oder wenn dass wie was wo wer warum wann hat habe haben hatte war waren wird werden wurde kann konnen konnte muss
            mochte mein meine meinen meiner meinem mir mich ihre ihren ihnen uns unser noch schon nur sehr mehr bei nach seit bis durch
            gegen ohne um vor uber unter diese dieser dieses kein keine keinen bitte danke hallo guten tag gruss grusse bestellung
            bestellt lieferung geliefert paket rechnung konto passwort geld zuruck zahlung bezahlt kunde adresse andern kundigen
            stornieren erhalten bekommen angekommen warte woche wochen tage jetzt heute gestern mal doch immer wieder hier da so
            funktioniert geht anmelden bin sind
            """),
        ("fr", """
            le la les de des du un une et est en que qui dans pour pas ne sur ce cette ces se au aux avec il elle je tu nous vous ils mon
            ma mes votre vos son sa ses leur par plus ou mais ai as avons avez ont ete etait suis sont fait faire comme tout tous bien
            sans sous depuis quand comment pourquoi merci bonjour bonsoir cordialement svp commande commander livraison colis recu recevoir
            remboursement rembourser facture compte mot passe argent paiement paye adresse changer annuler jours semaine mois toujours
            encore deja tres peux pouvez puis voudrais souhaite j'ai n'ai c'est d'une qu'il aujourd'hui hier rien jamais chez quel quelle
            """),
        ("es", """
            el la los las de del un una unos y es en que no por para con se su sus lo le les me mi mis te tu al como mas pero o si ya muy
            este esta estos esto eso ese son fue ser estar estoy he ha han hemos tengo tiene hay donde cuando cuanto quien porque desde
            hasta sin sobre entre todo todos nada nunca siempre tambien hola buenas buenos dias tardes gracias saludos favor pedido pedidos
            envio entrega paquete reembolso dinero factura cuenta contrasena tarjeta pago pagado direccion cambiar cancelar quiero puedo
            puede necesito llegado llega recibido hace semana semanas ayer hoy mes ustedes usted compra comprado devolver
            """),
        ("it", """
            il lo la gli le di del della dei delle da dal in nel nella con su per tra fra e ed che non un uno una mi ti si ci vi ho hai ha
            abbiamo avete hanno sono sei siamo era stato stata essere come dove quando perche chi cosa quanto anche ma se piu molto ancora
            gia solo sempre mai questo questa questi quello mio mia miei vostro vostra suo sua buongiorno buonasera ciao grazie saluti
            ordine ordinato consegna pacco rimborso soldi fattura conto pagamento pagato indirizzo cambiare annullare vorrei posso potete
            ricevuto arrivato giorni settimana settimane ieri oggi dopo senza al alla
            """),
        ("pt", """
            o a os as de do da dos das um uma e em no na nos nas que nao por para com se seu sua meu minha meus eu voce voces ele ela nos
            mais mas ou como quando onde porque quem quanto foi ser estar estou esta sao tem tenho temos ha ja ainda muito tambem so isso
            este esse esta essa aqui ate sem sobre tudo nada nunca sempre ola oi bom dia boa tarde obrigado obrigada atenciosamente pedido
            encomenda entrega pacote reembolso dinheiro fatura conta senha cartao pagamento paguei endereco mudar cancelar quero posso
            pode preciso recebi chegou dias semana semanas ontem hoje mes voces pelo pela ao compra fiz
            """),
        ("nl", """
            de het een en van ik je u is dat niet op te in zijn was met voor aan er om maar ook als bij nog naar uit over door wat hoe waar
            wanneer waarom wie heb hebt heeft hebben had ben bent kan kunnen kunt wil wilt moet word wordt worden mijn jullie uw ons onze
            deze dit die daar hier geen wel al meer veel zo dan toen sinds zonder graag bedankt dank hallo beste groet groeten bestelling
            besteld levering geleverd pakket terug geld rekening factuur betaling betaald wachtwoord adres wijzigen annuleren opzeggen
            ontvangen week weken dagen vandaag gisteren nu altijd nooit steeds mij me
            """),
        ("pl", """
            i w z na do nie jest to sie ze a jak po za od przez dla przy przed ale lub czy gdzie kiedy dlaczego kto co ten ta te tego tej
            tym moje moj moja mojego mojej moim mam mial ma byl byla bylo byc sa jestem juz jeszcze tylko bardzo tak prosze dziekuje dzien
            dobry witam pozdrawiam zamowienie zamowienia zamowilem przesylka paczka paczki dostawa zwrot pieniadze pieniedzy faktura
            fakture konto konta haslo hasla platnosc zaplacilem adres zmienic anulowac chce chcialbym moge mozna otrzymalem dni tydzien
            wczoraj dzis nadal ktory ktora panstwo panstwa o u mi mnie
            """),
        ("sv", """
            och i att det som en ett pa ar av for med den till inte jag du vi ni de har hade kan ska skulle vill var vad hur nar varfor
            vem min mitt mina mig er era ert om men eller fran efter utan sedan inom mycket redan bara alltid aldrig nu idag igar hej tack
            halsningar vanligen bestallning bestallt leverans paket paketet pengar tillbaka faktura konto losenord betalning betalat adress andra
            avbryta fatt far dagar vecka veckor fortfarande kommer kommit behover nagon inget
            """),
        ("da", """
            og i at det som en et pa er af for med den til ikke jeg du vi de har havde kan skal skulle vil hvor hvad hvordan hvornar
            hvorfor hvem min mit mine mig jer jeres om men eller fra efter uden siden meget allerede kun altid aldrig nu dag gar hej tak
            hilsen venlig bestilling bestilt levering pakke pakken penge tilbage faktura konto adgangskode betaling betalt adresse aendre
            annullere faet far dage uge uger stadig kommer kommet nogen ingen har blevet endnu noget
            """),
        ("no", """
            og i at det som en et pa er av for med den til ikke jeg du vi dere de har hadde kan skal skulle vil hvor hva hvordan nar
            hvorfor hvem min mitt mine meg deres om men eller fra etter uten siden veldig allerede bare alltid aldri na dag gar hei takk
            hilsen vennlig bestilling bestilt levering pakke pakken penger tilbake faktura konto passord betaling betalt adresse endre
            avbestille fatt far dager uke uker fortsatt kommer kommet noen ingen blitt enna noe
            """),
        ("fi", """
            ja on ei se etta en oli mutta kun niin kuin hän han mina sina me te he ne joka mita missa milloin miksi miten kuka minun teidan
            minulle minulla olen olet olemme ovat ole olisi voi voin voitte haluan haluaisin pitaa saanut saada tilaus tilaukseni tilauksen
            tilasin toimitus paketti pakettini rahat takaisin lasku laskun tili tilini salasana maksu maksanut osoite muuttaa peruuttaa hei kiitos terveisin
            viikko viikkoa paivaa tanaan eilen viela jo vain aina koskaan nyt tai jos vai kanssa mukaan hyvaa paivaa ole
            """),
        ("cs", """
            a v na je se ze to s z do o k i za od po pro pri pred ale nebo kdyz jak kde kdy proc kdo co ten ta tento tato muj moje mou meho
            mam mate byl byla bylo byt jsem jste jsou jsme ma nemam neni uz jeste jen velmi prosim dekuji dekuju dobry den zdravim pozdravem
            objednavka objednavku objednavky objednal zasilka balik dodani vraceni penize faktura fakturu ucet uctu heslo platba zaplatil adresu
            adresa zmenit zrusit chci chtel mohu muzete dni tyden vcera dnes stale porad nic neco vase vas mi me
            """),
        ("ro", """
            si in la de cu pe nu este sunt am ai are au fost un o ca sa se din pentru mai dar sau cand unde cum cine ce care meu mea mele
            imi ma va dumneavoastra acest aceasta acum inca deja doar foarte mult multumesc salut buna ziua va rog comanda comandat
            comenzii livrare livrarea colet coletul ramburs rambursare banii factura contul parola plata platit adresa schimba anula vreau
            pot puteti primit zile saptamana saptamani ieri azi niciodata mereu nimic cont al ale lui cu ziua
            """),
        ("hu", """
            a az es hogy nem is egy van volt meg de ha mint csak mar vagy ez azt ezt itt ott en te mi ti nekem hol mikor miert ki mit
            hogyan vagyok vannak lesz lehet kell szeretnem szeretnek tudok kerem kosszonom koszonom szia udvozlettel jo napot rendeles rendelesem rendelest
            rendeltem csomag csomagom szallitas penz penzt vissza visszateriteni szamla szamlat fiok fiokom jelszo jelszot fizetes fizettem
            cim cimet modositani lemondani kaptam erkezett nap hete het tegnap ma mindig soha semmi nagyon
            """),
        ("tr", """
            ve bir bu da de icin ile ne var yok ben sen biz siz o mi mu cok ama veya gibi daha kadar sonra once nerede ne zaman neden nasil
            kim benim bana bizim sizin size degil olarak olan oldu olur istiyorum istedim edemiyorum yapmak hala henuz sadece her hic
            lutfen merhaba tesekkurler tesekkur ederim iyi gunler siparis siparisim siparisimi verdim teslimat kargo kargom paket iade
            para paramı parami fatura hesap hesabim hesabimi sifre sifremi odeme odedim adres adresimi degistirmek iptal gun hafta dun bugun gelmedi
            nereye bulamiyorum kez beri
            """),
        ("id", """
            yang dan di ke dari ini itu untuk dengan tidak ada saya kami kita anda dia mereka akan sudah belum telah bisa dapat harus pada
            adalah atau juga karena jika kalau bagaimana kapan dimana mana kenapa mengapa siapa apa berapa lagi masih sangat hanya sekali
            tolong mohon terima kasih halo selamat pagi siang pesanan memesan pengiriman paket dikirim uang kembali pengembalian
            tagihan faktur akun kata sandi pembayaran bayar alamat mengubah ubah membatalkan hari minggu kemarin sampai nya gak nggak tak
            boleh ingin mau kepada oleh seperti
            """),
        ("vi", """
            toi cua va la khong co cho duoc voi da nay cac mot nhung khi trong den tu nguoi ban chung minh se dang rat nhieu van chua roi
            o dau bao gio nhu the nao tai sao gi ai hay cung neu vi lai ra vao giup xin chao cam on don hang dat giao nhan hoan tien
            tai khoan mat khau thanh toan dia chi thay doi huy ngay tuan hom qua nay muon can
            """),
        ("tl", """
            ang ng sa na mga ay at hindi ko ako mo ka po opo ba lang pa naman yung kung para ito iyan nasaan saan kailan bakit paano sino
            wala meron may akin aking inyo niyo kayo kami salamat kumusta kamusta magandang araw umaga gusto kailangan dumating dumarating
            natanggap pera bayad binayaran
            """),
    ];

    public static string[] Languages { get; } = [.. Lists.Select(list => list.Language).Distinct()];

    /// <summary>For each word, its languages by index into <see cref="Languages"/>.</summary>
    public static FrozenDictionary<string, int[]> ByWord { get; } = Lists
        .SelectMany(list => list.Words
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => (Word: LatinLetters.Fold(word), Index: IndexOf(list.Language))))
        .GroupBy(pair => pair.Word, pair => pair.Index)
        .ToFrozenDictionary(group => group.Key, group => group.Distinct().ToArray(), StringComparer.Ordinal);

    public static int IndexOf(string language) => Array.IndexOf(Languages, language);
}
